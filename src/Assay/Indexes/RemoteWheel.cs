using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Assay.Binaries;
using Assay.Indexes.Web;
using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Primitives;

namespace Assay.Indexes;

/// <summary>
/// Reads of a wheel on a server what tells whether it keeps its tags: the list of its members from the end of the archive, METADATA, and the first bytes of each native
/// file. At most a fiftieth of the wheel is taken, or 64 KiB where that is more.
/// </summary>
public static class RemoteWheel
{
    private const int TailLength = 16 << 10, LongestTail = 65_557, HeaderLength = 30;

    // A deflated ELF or Mach-O header needs some 250 bytes, that of a PE file 400; the local header may have extra fields.
    private const int HeadLength = 384, ExtraLength = 32, SecondHeadLength = 2048, LongestMetadata = 8 << 20;

    // The largest wheels seen have some hundreds.
    private const int MostHeads = 2000;

    /// <summary>Reads a wheel. A failure is told in <see cref="RemoteWheelReading.Problems"/>.</summary>
    /// <param name="indexes">How the network is reached.</param>
    /// <param name="file">The wheel, as its index has it.</param>
    /// <param name="cancellation">Ends the reading; the only reason to throw.</param>
    public static async Task<RemoteWheelReading> ReadAsync(PackageIndexes indexes, IndexFile file, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(indexes);
        ArgumentNullException.ThrowIfNull(file);
        RemoteWheelReading reading = new(file.Filename);
        if (file.Url is null || WebAddress.Parse(file.Url) is not { } address) return reading with { Problems = [$"{file.Filename}: expected a URL with http or https, found {(file.Url is null ? "none" : $"`{WebAddress.Hide(file.Url)}`")}"] };
        if (indexes.Web is not { } web) return reading with { Problems = [$"{WebAddress.Show(address)}: not read, because the network is switched off"] };
        address = WebAddress.Bare(address);
        RangedFile ranged = new(address, web);
        List<string> problems = [];
        CoreMetadata? metadata = file.HasMetadata ? await OfferedAsync(address, web, ranged, problems, cancellation).ConfigureAwait(false) : null;
        await ranged.OpenAsync(file.Size, TailLength, cancellation).ConfigureAwait(false);
        ImmutableArray<RemoteWheelFile>? files = null;
        if (ranged.Source is { } source)
        {
            if (file.Size is { } size && size != source.Length) problems.Add($"{WebAddress.Show(address)}: expected {size} bytes, which the index gives it, found {source.Length}");
            if (await ListAsync(ranged, source, problems, cancellation).ConfigureAwait(false) is { } members)
            {
                ZipMember? described = metadata is null ? WheelMembers.Metadata(members) : null;
                files = await HeadsAsync(ranged, source, members, described, problems, cancellation).ConfigureAwait(false);
                if (described is not null && source.Has(described.HeaderOffset) >= HeaderLength) metadata = Metadata(source, described, problems);
                else if (described is null && metadata is null) problems.Add($"{file.Filename}: has no METADATA in a .dist-info folder");
            }
        }

        if (ranged.Problem is { } problem) problems.Add(problem);
        return reading with { Size = ranged.Source?.Length ?? file.Size, BytesRead = ranged.Bytes, Requests = ranged.Requests, Metadata = metadata, Files = files ?? [], IsListed = files is not null, Problems = [.. problems] };
    }

    // PEP 658: the metadata lies beside the file.
    private static async Task<CoreMetadata?> OfferedAsync(Uri address, WebClient web, RangedFile ranged, List<string> problems, CancellationToken cancellation)
    {
        Uri beside = new UriBuilder(address) { Path = address.AbsolutePath + ".metadata" }.Uri;
        WebAnswer answer = await web.GetAsync(new WebQuestion(beside) { MostBytes = LongestMetadata }, cancellation).ConfigureAwait(false);
        ranged.Count(answer);
        if (answer.Problem is { } problem) problems.Add(problem);
        return answer.Content is { } content ? new CoreMetadata(TextDecoding.Utf8OrLatin1(content)) : null;
    }

    private static async Task<ImmutableArray<ZipMember>?> ListAsync(RangedFile ranged, FetchedSource source, List<string> problems, CancellationToken cancellation)
    {
        (long Start, long End)? directory = Directory(source);
        if (directory is null && ranged.Problem is null && source.Length > TailLength && LongestTail - TailLength <= ranged.Room)
        {
            await ranged.FetchAsync([(Math.Max(0, source.Length - LongestTail), source.Length - TailLength)], cancellation).ConfigureAwait(false);
            directory = Directory(source);
        }

        if (directory is { } part && source.Has(part.Start) < part.End - part.Start)
        {
            long end = Math.Min(part.End, Math.Max(source.Length - TailLength, part.Start));
            if (end - part.Start > ranged.Room)
            {
                problems.Add($"its list of members has {part.End - part.Start} bytes; at most {ranged.Room} more of this wheel are read");
                return null;
            }

            await ranged.FetchAsync([(part.Start, end)], cancellation).ConfigureAwait(false);
        }

        if (ranged.Problem is not null) return null;
        ZipIndex index = ZipIndex.Read(source);
        problems.AddRange(index.Problems);
        if (index.Fault is { } fault) problems.Add(fault);
        return index.Fault is null ? index.Members : null;
    }

    // APPNOTE 4.3.14 and 4.3.16: only where the directory lies; ZipIndex judges it when it is there.
    private static (long Start, long End)? Directory(FetchedSource source)
    {
        long tail = Math.Max(0, source.Length - LongestTail);
        byte[] bytes = source.ReadUpTo(tail, source.Length - tail);
        int at = bytes.Length < 22 ? -1 : bytes.AsSpan(0, bytes.Length - 18).LastIndexOf("PK\x05\x06"u8);
        if (at < 0) return null;
        long end = tail + at;
        ulong size = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12));
        if (at >= 76 && bytes.AsSpan(at - 20).StartsWith("PK\x06\x07"u8) && bytes.AsSpan(at - 76).StartsWith("PK\x06\x06"u8))
        {
            end -= 76;
            size = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at - 76 + 40));
        }

        return size > (ulong)end ? null : (end - (long)size, end);
    }

    private static async Task<ImmutableArray<RemoteWheelFile>> HeadsAsync(RangedFile ranged, FetchedSource source, ImmutableArray<ZipMember> members, ZipMember? described, List<string> problems, CancellationToken cancellation)
    {
        WheelLayout layout = WheelLayout.Of(members);
        problems.AddRange(layout.Problems);
        KeyValuePair<string, ZipMember>[] all = [.. layout.Files.Where(pair => NativeName.IsOne(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal)], native = all.Length <= MostHeads ? all : all[..MostHeads];
        List<(long Start, long End)> parts = [.. native.Select(pair => Part(source, pair.Value, Math.Min(pair.Value.PackedSize, HeadLength)))];
        if (described is not null) parts.Insert(0, Part(source, described, described.PackedSize));
        int wanted = parts.Count + all.Length - native.Length;
        for (long sum = Sum(parts); sum > ranged.Room && parts.Count > 0; sum = Sum(parts)) parts.RemoveRange(parts.Count - Math.Max(1, parts.Count / 8), Math.Max(1, parts.Count / 8));
        if (parts.Count < wanted) problems.Add($"{wanted - parts.Count} of {wanted} parts of it are not looked at: at most a fiftieth of a wheel is read, or {RangedFile.Small} bytes, and the heads of {MostHeads} files");
        await ranged.FetchAsync(parts.Where(part => source.Has(part.Start) < part.End - part.Start), cancellation).ConfigureAwait(false);
        BinaryHead?[] heads = [.. native.Select(pair => Head(source, pair.Value))];
        (long Start, long End)[] again = [.. native.Zip(heads).Where(pair => pair.Second is { Machines.IsEmpty: true } && pair.First.Value.PackedSize > HeadLength).Select(pair => Part(source, pair.First.Value, Math.Min(pair.First.Value.PackedSize, SecondHeadLength)))];
        if (again.Length > 0 && Sum(again) <= ranged.Room)
        {
            await ranged.FetchAsync(again, cancellation).ConfigureAwait(false);
            heads = [.. native.Select(pair => Head(source, pair.Value))];
        }

        return [.. all.Select((pair, at) => new RemoteWheelFile(pair.Key, pair.Value.Size) { Head = at < heads.Length ? heads[at] : null })];
    }

    private static long Sum(IEnumerable<(long Start, long End)> parts) => RangedFile.Joined(parts).Sum(part => part.End - part.Start);

    private static (long Start, long End) Part(FetchedSource source, ZipMember member, long length)
    {
        long start = Math.Clamp(member.HeaderOffset, 0, source.Length);
        long head = HeaderLength + Encoding.UTF8.GetByteCount(member.Name) + ExtraLength;
        return (start, length > source.Length - start - head ? source.Length : start + head + length);
    }

    // Null when what is there does not lead to any content.
    private static BinaryHead? Head(FetchedSource source, ZipMember member)
    {
        long there = source.Has(member.HeaderOffset);
        byte[] bytes = there < HeaderLength || member.IsEncrypted || member.Method is not (0 or 8) ? [] : source.ReadUpTo(member.HeaderOffset, Math.Min(there, HeaderLength + (2 * ushort.MaxValue) + SecondHeadLength));
        if (!bytes.AsSpan().StartsWith("PK\x03\x04"u8)) return null;
        int start = HeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(28));
        if (start >= bytes.Length) return null;
        byte[] packed = bytes[start..(int)Math.Min(bytes.Length, start + member.PackedSize)];
        byte[] head = member.Method == 0 ? packed : Inflate(packed);
        return head.Length == 0 ? null : BinaryHead.Read(head);
    }

    private static byte[] Inflate(byte[] packed)
    {
        byte[] head = new byte[BinaryHead.Enough];
        int length = 0;
        try
        {
            using MemoryStream stream = new(packed);
            using DeflateStream inflater = new(stream, CompressionMode.Decompress);
            while (length < head.Length && inflater.Read(head, length, head.Length - length) is > 0 and int read) length += read;
        }
        catch (InvalidDataException)
        {
            // It breaks off, since only its beginning was fetched, or is damaged; what came before is what there is.
        }

        return head[..length];
    }

    private static CoreMetadata? Metadata(FetchedSource source, ZipMember member, List<string> problems)
    {
        byte[]? content = ZipReader.Content(source, member, LongestMetadata, out string? problem);
        if (problem is not null) problems.Add($"{member.Name}: {problem}");
        return content is null ? null : new CoreMetadata(TextDecoding.Utf8OrLatin1(content));
    }
}
