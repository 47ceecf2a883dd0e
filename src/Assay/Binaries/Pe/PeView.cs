using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>The content of a PE file addressed as the loader would map it.</summary>
internal sealed class PeView
{
    /// <summary>The largest table that is read at once.</summary>
    private const long TableLimit = 64 << 20;

    private readonly PageCache cache;

    /// <summary>Joins headers and content.</summary>
    /// <param name="source">The open file.</param>
    /// <param name="faults">Where faults of the image go.</param>
    /// <param name="header">Its headers.</param>
    /// <param name="sections">Its sections.</param>
    public PeView(ByteSource source, FaultLog faults, PeHeader header, ImmutableArray<PeSection> sections)
    {
        cache = new PageCache(source);
        Faults = faults;
        Header = header;
        Sections = sections;
    }

    public FaultLog Faults { get; }

    public PeHeader Header { get; }

    public ImmutableArray<PeSection> Sections { get; }

    public long FileLength => cache.Length;

    /// <summary>A data directory; absent ones and those beyond the stored count are empty.</summary>
    /// <param name="index">IMAGE_DIRECTORY_ENTRY_*.</param>
    public DataDirectory Directory(int index) => index < Header.DataDirectories.Length ? Header.DataDirectories[index] : default;

    /// <summary>Where an address is in the file, or null when no byte of the file is mapped there.</summary>
    /// <param name="address">The address.</param>
    /// <param name="available">How many bytes of the file follow before the end of the section, of the headers or of the file.</param>
    public FileOffset? Locate(Rva address, out long available)
    {
        available = 0;
        foreach (PeSection section in Sections)
        {
            if (address.Value < section.Address.Value) continue;
            uint within = address.Value - section.Address.Value;
            if (within >= Math.Max(section.VirtualSize, section.RawSize)) continue;
            if (within >= section.RawSize) return null;
            long start = (long)(section.RawOffset & ~(PeConstants.SectorSize - 1)) + within;
            available = Math.Min(section.RawSize - within, FileLength - start);
            return available > 0 ? new FileOffset(start) : null;
        }

        if (address.Value >= Header.SizeOfHeaders) return null;
        available = Math.Min(Header.SizeOfHeaders, FileLength) - address.Value;
        return available > 0 ? new FileOffset(address.Value) : null;
    }

    /// <summary>Reads a table; the reader's bytes are fewer than asked for where the file or the section ends. Throws where nothing is mapped.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="size">How many bytes; may come from the file.</param>
    /// <param name="record">What it is.</param>
    /// <param name="statedAt">Where the file states the address, for the fault.</param>
    /// <param name="start">Where it is in the file.</param>
    public byte[] Fetch(Rva address, long size, string record, FileOffset statedAt, out FileOffset start)
    {
        if (Locate(address, out long available) is not { } found)
            throw new MalformedInputException(statedAt, record, "an address that the file has bytes for", $"{address}");
        start = found;
        byte[] bytes = new byte[Math.Clamp(Math.Min(size, available), 0, TableLimit)];
        int read = cache.Read(found.Value, bytes);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>A reader over <see cref="Fetch"/>.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="size">How many bytes; may come from the file.</param>
    /// <param name="record">What it is.</param>
    /// <param name="statedAt">Where the file states the address, for the fault.</param>
    public ByteReader Reader(Rva address, long size, string record, FileOffset statedAt)
    {
        byte[] bytes = Fetch(address, size, record, statedAt, out FileOffset start);
        return new ByteReader(bytes, start, bigEndian: false, record);
    }

    /// <summary>Copies bytes of the file, for tables that are addressed by file offset.</summary>
    /// <param name="offset">Where they start in the file.</param>
    /// <param name="destination">Where they go.</param>
    public int ReadFile(long offset, Span<byte> destination) => cache.Read(offset, destination);

    /// <summary>A NUL-terminated string. Throws where nothing is mapped or no NUL follows within <paramref name="limit"/> bytes.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="limit">The most bytes it may have.</param>
    /// <param name="record">What it is.</param>
    /// <param name="statedAt">Where the file states the address, for the fault.</param>
    public string ReadString(Rva address, int limit, string record, FileOffset statedAt)
    {
        if (Locate(address, out long available) is not { } start)
            throw new MalformedInputException(statedAt, record, "a string that the file has bytes for", $"{address}");
        limit = (int)Math.Min(limit, available);
        Span<byte> buffer = stackalloc byte[256];
        int read = cache.Read(start.Value, buffer[..Math.Min(buffer.Length, limit)]);
        int end = buffer[..read].IndexOf((byte)0);
        if (end >= 0) return TextDecoding.Utf8OrLatin1(buffer[..end]);
        byte[] longer = new byte[limit];
        read = cache.Read(start.Value, longer);
        end = longer.AsSpan(0, read).IndexOf((byte)0);
        if (end < 0) throw new MalformedInputException(start, record, $"a string that ends within {limit} bytes", "a longer one");
        return TextDecoding.Utf8OrLatin1(longer.AsSpan(0, end));
    }
}
