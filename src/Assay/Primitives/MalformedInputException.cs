namespace Assay.Primitives;

/// <summary>
/// Thrown by <see cref="ByteReader"/> and the readers built on it, caught at one place per file and turned into a fault.
/// It never leaves a reader.
/// </summary>
internal sealed class MalformedInputException(FileOffset offset, string record, string expected, string found)
    : Exception($"{record} at {offset}: expected {expected}, found {found}")
{
    public FileOffset Offset { get; } = offset;

    public string Record { get; } = record;

    public string Expected { get; } = expected;

    public string Found { get; } = found;
}
