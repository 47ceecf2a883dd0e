namespace Assay.Snapshots;

/// <summary>The lines of a stream, none longer and not more bytes in all than is allowed.</summary>
/// <param name="stream">The stream.</param>
/// <param name="longest">The most bytes of one line.</param>
/// <param name="most">The most bytes of all lines.</param>
internal sealed class LineReader(Stream stream, int longest, long most)
{
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private long taken;
    private bool isAtEnd;

    /// <summary>True when a limit ended the reading.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The next line without its end; null behind the last, or where a limit bites.</summary>
    public ReadOnlyMemory<byte>? Next()
    {
        int searched = 0;
        while (true)
        {
            int found = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                ReadOnlyMemory<byte> line = buffer.AsMemory(start, searched + found);
                start += searched + found + 1;
                return line;
            }

            searched = end - start;
            if (isAtEnd) return Rest();
            if (!Fill(searched)) return null;
        }
    }

    private ReadOnlyMemory<byte>? Rest()
    {
        if (start == end) return null;
        ReadOnlyMemory<byte> line = buffer.AsMemory(start, end - start);
        start = end;
        return line;
    }

    private bool Fill(int waiting)
    {
        if (waiting >= longest || taken >= most)
        {
            IsTooLong = true;
            return false;
        }

        // What was handed out is used up by now; a line that fills the buffer gets a larger one, twice as large at a time.
        byte[] target = waiting > buffer.Length / 2 ? new byte[Math.Min(buffer.Length * 2L, longest + 1L)] : buffer;
        buffer.AsSpan(start, waiting).CopyTo(target);
        buffer = target;
        start = 0;
        end = waiting;
        int read = stream.Read(buffer.AsSpan(end, (int)Math.Min(buffer.Length - end, most - taken + 1)));
        taken += read;
        end += read;
        isAtEnd = read == 0;
        return true;
    }
}
