using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Assay.Primitives;

namespace Assay.Imports.Finding;

/// <summary>
/// The files of a zip archive on <c>sys.path</c>, as <c>zipimport</c> reads them: the end record, the central directory, stored and deflated entries.
/// Layout: PKWARE APPNOTE 6.3.
/// </summary>
internal sealed class ZipDirectory
{
    private const int LargestDirectory = 64 << 20;
    private const int LargestModule = 16 << 20;
    private readonly Dictionary<string, Entry> entries;
    private readonly HashSet<string> folders;
    private readonly string path;

    private ZipDirectory(string path, Dictionary<string, Entry> entries)
    {
        this.path = path;
        this.entries = entries;
        folders = [];
        foreach (string name in entries.Keys)
        {
            for (int cut = name.IndexOf('/'); cut >= 0; cut = name.IndexOf('/', cut + 1)) folders.Add(name[..cut]);
        }
    }

    /// <summary>Reads the directory of an archive.</summary>
    /// <param name="machine">The machine it is on.</param>
    /// <param name="path">An absolute path.</param>
    /// <returns>The directory, or null when the file is no readable archive.</returns>
    public static ZipDirectory? Read(IMachine machine, string path)
    {
        using ByteSource? source = machine.Open(path, out _);
        if (source is null || source.Length < 22) return null;
        long tailStart = Math.Max(0, source.Length - 65557);
        byte[] tail = source.ReadUpTo(tailStart, source.Length - tailStart);
        int end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + 22 > tail.Length) return null;
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 12));
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        long directoryStart = tailStart + end - size;
        long prefix = directoryStart - offset;
        if (size > LargestDirectory || directoryStart < 0 || prefix < 0) return null;
        byte[] directory = source.ReadUpTo(directoryStart, size);
        Dictionary<string, Entry> found = new(StringComparer.Ordinal);
        for (int at = 0; at + 46 <= directory.Length && directory.AsSpan(at).StartsWith("PK\x01\x02"u8);)
        {
            ReadOnlySpan<byte> record = directory.AsSpan(at);
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(record[28..]);
            int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(record[30..]);
            int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(record[32..]);
            if (46 + nameLength > record.Length) break;
            string name = Encoding.UTF8.GetString(record.Slice(46, nameLength));
            found[name] = new Entry(
                BinaryPrimitives.ReadUInt16LittleEndian(record[10..]),
                BinaryPrimitives.ReadUInt32LittleEndian(record[20..]),
                BinaryPrimitives.ReadUInt32LittleEndian(record[24..]),
                prefix + BinaryPrimitives.ReadUInt32LittleEndian(record[42..]));
            at += 46 + nameLength + extraLength + commentLength;
        }

        return new ZipDirectory(path, found);
    }

    /// <summary>True when the archive has a file of that name.</summary>
    /// <param name="name">A path inside the archive.</param>
    public bool HasFile(string name) => entries.ContainsKey(name);

    /// <summary>True when the archive has a folder of that name.</summary>
    /// <param name="name">A path inside the archive without a slash at its end.</param>
    public bool HasFolder(string name) => folders.Contains(name) || entries.ContainsKey(name + "/");

    /// <summary>The content of a file, or null when it is absent, damaged, encrypted or larger than any module.</summary>
    /// <param name="machine">The machine the archive is on.</param>
    /// <param name="name">A path inside the archive.</param>
    public byte[]? Content(IMachine machine, string name)
    {
        if (!entries.TryGetValue(name, out Entry entry) || entry.Size > LargestModule) return null;
        using ByteSource? source = machine.Open(path, out _);
        byte[]? local = source?.ReadUpTo(entry.Offset, 30);
        if (source is null || local is not { Length: 30 } || !local.AsSpan().StartsWith("PK\x03\x04"u8)) return null;
        long start = entry.Offset + 30 + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(28));
        byte[] packed = source.ReadUpTo(start, entry.PackedSize);
        if (entry.Method == 0) return packed;
        if (entry.Method != 8) return null;
        try
        {
            using DeflateStream stream = new(new MemoryStream(packed), CompressionMode.Decompress);
            byte[] content = new byte[entry.Size];
            int read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return read == content.Length ? content : content[..read];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private readonly record struct Entry(ushort Method, uint PackedSize, uint Size, long Offset);
}
