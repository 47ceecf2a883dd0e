using System.Text;

namespace Assay.Packaging.Building;

/// <summary>
/// Walks a tar archive (POSIX.1-2017, pax, "ustar Interchange Format"; long names of GNU and pax). .NET's own reader lets a size in the archive decide how much memory is taken, so this is
/// a small one: names and the content of what is asked for, nothing is written anywhere.
/// </summary>
/// <param name="stream">The unpacked archive; read once, from its start.</param>
internal sealed class TarReader(Stream stream)
{
    private const int Block = 512, LongestName = 64 << 10;

    private readonly byte[] header = new byte[Block];
    private readonly byte[] skipped = new byte[32 << 10];
    private long left;

    /// <summary>True once the mark at the end of the archive was met: nothing that it has was missed.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The next regular file, or null at the end of the archive or of what makes sense in it.</summary>
    public TarMember? Next()
    {
        string? longName = null;
        while (Skip(left) && stream.ReadAtLeast(header, Block, throwOnEndOfStream: false) == Block)
        {
            if (header[0] == 0)
            {
                IsWhole = true;
                return null;
            }

            if (Size() is not { } size) return null;
            left = (size + Block - 1) / Block * Block;
            char kind = (char)header[156];
            if (kind is 'L' or 'x')
            {
                if (size > LongestName || Text(size) is not { } text) return null;
                longName = kind == 'L' ? text.TrimEnd('\0') : PathOf(text) ?? longName;
                continue;
            }

            string name = longName ?? Name();
            longName = null;
            if (kind is '0' or '\0') return new TarMember(name, size);
        }

        return null;
    }

    /// <summary>The content of the member that <see cref="Next"/> gave last; null when it is longer than that or breaks off.</summary>
    /// <param name="member">The member.</param>
    /// <param name="most">The most bytes that are read.</param>
    public string? Read(TarMember member, int most) => member.Size <= most ? Text(member.Size) : null;

    private string? Text(long size)
    {
        byte[] content = new byte[size];
        int read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        left -= read;
        return read == content.Length ? Encoding.UTF8.GetString(content) : null;
    }

    private bool Skip(long count)
    {
        while (count > 0)
        {
            int read = stream.Read(skipped, 0, (int)Math.Min(skipped.Length, count));
            if (read <= 0) return false;
            count -= read;
        }

        left = 0;
        return true;
    }

    // Octal digits, or for large files a number of 95 bits with the first bit set; such files are no sources.
    private long? Size()
    {
        long size = 0;
        foreach (byte digit in header.AsSpan(124, 12))
        {
            if (digit is 0 or (byte)' ') continue;
            if (digit is < (byte)'0' or > (byte)'7') return null;
            size = (size * 8) + (digit - '0');
        }

        return size;
    }

    private string Name()
    {
        string name = Field(0, 100);
        string prefix = header.AsSpan(257, 5).SequenceEqual("ustar"u8) && header[262] == 0 ? Field(345, 155) : "";
        return prefix.Length > 0 ? $"{prefix}/{name}" : name;
    }

    private string Field(int start, int length)
    {
        ReadOnlySpan<byte> field = header.AsSpan(start, length);
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    // "length key=value\n", one after the other.
    private static string? PathOf(string records) => records.Split('\n').Select(record => record.Split(' ', 2)).Where(parts => parts.Length == 2 && parts[1].StartsWith("path=", StringComparison.Ordinal)).Select(parts => parts[1][5..]).LastOrDefault();
}
