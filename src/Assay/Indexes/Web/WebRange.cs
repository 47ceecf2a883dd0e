namespace Assay.Indexes.Web;

/// <summary>A part of a file (RFC 9110, section 14.1.2).</summary>
/// <param name="From">The first byte; null for the last <paramref name="Length"/> bytes of the file.</param>
/// <param name="Length">How many bytes.</param>
internal readonly record struct WebRange(long? From, long Length)
{
    /// <summary>As the header has it.</summary>
    public override string ToString() => From is { } from ? $"bytes={from}-{from + Length - 1}" : $"bytes=-{Length}";
}
