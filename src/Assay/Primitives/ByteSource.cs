namespace Assay.Primitives;

/// <summary>Random access to the bytes of one file. Readers fetch headers and tables, never whole files.</summary>
public abstract class ByteSource : IDisposable
{
    /// <summary>The size of the file in bytes at the time it was opened.</summary>
    public abstract long Length { get; }

    /// <summary>Copies bytes starting at <paramref name="offset"/> into <paramref name="destination"/>.</summary>
    /// <param name="offset">Offset from the start of the file, in bytes. Out of range is allowed and copies nothing.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <returns>How many bytes were copied: fewer than asked for at the end of the file or after a read error, never an exception.</returns>
    public abstract int Read(long offset, Span<byte> destination);

    /// <summary>Reads at most <paramref name="count"/> bytes; the result is never larger than what the file really holds.</summary>
    /// <param name="offset">Offset from the start of the file, in bytes.</param>
    /// <param name="count">How many bytes are wanted. A number taken from a file is safe here: the file's own length bounds it.</param>
    /// <returns>The bytes there are; empty when the offset is outside the file.</returns>
    public virtual byte[] ReadUpTo(long offset, long count)
    {
        if (offset < 0 || count <= 0 || offset >= Length) return [];
        long bounded = Math.Min(count, Length - offset);
        if (bounded > int.MaxValue / 2) bounded = int.MaxValue / 2;
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)bounded);
        int read = Read(offset, bytes);
        return read == bytes.Length ? bytes : bytes[..Math.Max(read, 0)];
    }

    /// <summary>
    /// Answers a question about the content that is short, though much has to be read for it. The answer is found out here and now; a source whose content is elsewhere may know it by
    /// heart instead (a snapshot keeps answers and leaves the content behind).
    /// </summary>
    /// <param name="question">The question in words, always the same for the same answer.</param>
    /// <param name="answer">Finds the answer; reads this very source and nothing else.</param>
    public virtual IReadOnlyList<string> Ask(string question, Func<IReadOnlyList<string>> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer();
    }

    /// <summary>False for a file whose code is not there to be followed, though its tables are.</summary>
    public virtual bool HoldsCode => true;

    /// <summary>Told of the stretches of a text that somebody has a use for (start and end in bytes), or null where nobody wants to know.</summary>
    public virtual Action<int, int>? PartUsed => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the handle behind the source, if there is one.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
