using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Assay.Primitives;
using static Assay.Binaries.MachO.CodeSignatureConstants;

namespace Assay.Binaries.MachO;

/// <summary>
/// A code directory: the hashes of the image's pages and what the signer said about them. Hashing happens only in
/// <see cref="ComputeHash"/> and <see cref="FindBadPages()"/>.
/// </summary>
public sealed class CodeDirectory
{
    private readonly MachOSlice slice;
    private readonly ReadOnlyMemory<byte> blob;

    internal CodeDirectory(MachOSlice slice, ReadOnlyMemory<byte> blob)
    {
        this.slice = slice;
        this.blob = blob;
    }

    /// <summary>The slot of the index it was found in.</summary>
    public required uint Slot { get; init; }

    /// <summary>The format's version, such as 0x20400.</summary>
    public required uint Version { get; init; }

    /// <summary>CS_* flags: 0x2 ad hoc, 0x10000 hardened runtime, 0x20000 signed by the linker.</summary>
    public required uint Flags { get; init; }

    /// <summary>The identifier; often a temporary file name, it decides nothing.</summary>
    public required string Identifier { get; init; }

    /// <summary>The signer's team, or null when there is none.</summary>
    public required string? TeamIdentifier { get; init; }

    /// <summary>The first byte that no page hash covers, in bytes from the start of the slice (the 32-bit field, which is what the kernel uses).</summary>
    public required uint CodeLimit { get; init; }

    /// <summary>How many pages are hashed, as stored.</summary>
    public required uint CodeSlotCount { get; init; }

    /// <summary>How many special blobs are hashed, as stored.</summary>
    public required uint SpecialSlotCount { get; init; }

    /// <summary>CS_HASHTYPE_*: 1 SHA-1, 2 SHA-256, 3 SHA-256 cut to 20 bytes, 4 SHA-384.</summary>
    public required byte HashType { get; init; }

    /// <summary>Bytes per hash, as stored.</summary>
    public required byte HashSize { get; init; }

    /// <summary>Bytes per page; 0 when the whole code is one page.</summary>
    public required long PageSize { get; init; }

    /// <summary>Where the page hashes start, in bytes from the start of the code directory, as stored.</summary>
    public required uint HashOffset { get; init; }

    /// <summary>True for a signature without a signer.</summary>
    public bool IsAdHoc => (Flags & CS_ADHOC) != 0;

    /// <summary>True when the linker signed it as a matter of course.</summary>
    public bool IsLinkerSigned => (Flags & CS_LINKER_SIGNED) != 0;

    /// <summary>True for a hardened runtime.</summary>
    public bool HasRuntime => (Flags & CS_RUNTIME) != 0;

    /// <summary>
    /// Its own hash by its own hash type, cut to 20 bytes as the kernel does, in lower-case hexadecimal; null when the hash type is not known.
    /// </summary>
    public string? ComputeHash()
    {
        byte[]? hash = Hash(blob.Span);
        return hash is null ? null : Convert.ToHexStringLower(hash.AsSpan(0, Math.Min(hash.Length, CS_CDHASH_LEN)));
    }

    /// <summary>
    /// Reads the signed part of the file and compares every page with its hash. Costs a read of the whole image.
    /// </summary>
    /// <returns>The indexes of the pages that differ or are missing, ascending; a page whose hash lies outside the signature counts as bad. Empty when all agree.</returns>
    public ImmutableArray<int> FindBadPages() => FindBadPages(0, long.MaxValue);

    /// <summary>Compares the pages that hold some bytes of the image with their hashes.</summary>
    /// <param name="from">The first byte, from the start of the slice.</param>
    /// <param name="to">The first byte behind, from the start of the slice.</param>
    /// <returns>The indexes of the pages that differ or are missing, ascending. Empty when all agree.</returns>
    public ImmutableArray<int> FindBadPages(long from, long to) =>
        [.. slice.Ask($"pages from {from} to {to} that differ from the signature of slot {HashType}.{HashSize}.{HashOffset}", () => [.. CompareWithPages(from, to).Select(page => page.ToString(CultureInfo.InvariantCulture))])
            .Select(page => int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out int bad) ? bad : 0)];

    private ImmutableArray<int> CompareWithPages(long from, long to)
    {
        ImmutableArray<int>.Builder bad = ImmutableArray.CreateBuilder<int>();
        long page = PageSize == 0 ? CodeLimit : PageSize;

        // A hostile slot count can not be believed beyond the hashes that the blob has room for.
        long room = HashSize == 0 || HashOffset > blob.Length ? 0 : (blob.Length - HashOffset) / HashSize;
        long pages = page == 0 ? 0 : (CodeLimit + page - 1) / page;
        byte[] buffer = new byte[Math.Min(page, slice.Length)];
        for (long index = page == 0 ? 0 : Math.Max(from, 0) / page; index < Math.Min(CodeSlotCount, pages) && index * page < to; index++)
        {
            long start = index * page;
            if (start >= slice.Length || index >= room)
            {
                // Everything from here on is missing: naming the first such page says it all.
                bad.Add((int)index);
                break;
            }

            int length = (int)Math.Min(buffer.Length, CodeLimit - start);
            int read = slice.Read(start, buffer.AsSpan(0, length));
            ReadOnlySpan<byte> stored = blob.Span.Slice((int)(HashOffset + (index * HashSize)), HashSize);
            byte[]? hash = read < length || length < Math.Min(page, CodeLimit - start) ? null : Hash(buffer.AsSpan(0, length));
            if (hash is null || hash.Length < HashSize || !stored.SequenceEqual(hash.AsSpan(0, HashSize))) bad.Add((int)index);
        }

        return bad.ToImmutable();
    }

    /// <summary>The hash that the signature states for a page; empty when it has none for it.</summary>
    /// <param name="page">The index of the page.</param>
    public ReadOnlyMemory<byte> StoredHash(int page)
    {
        long start = HashOffset + ((long)page * HashSize);
        return page < 0 || start + HashSize > blob.Length ? default : blob.Slice((int)start, HashSize);
    }

    private byte[]? Hash(ReadOnlySpan<byte> bytes) => HashType switch
    {
        CS_HASHTYPE_SHA1 => Sha1.HashData(bytes),
        CS_HASHTYPE_SHA256 => Sha256.HashData(bytes),
        CS_HASHTYPE_SHA256_TRUNCATED => Sha256.HashData(bytes)[..CS_CDHASH_LEN],
        CS_HASHTYPE_SHA384 => SHA384.HashData(bytes),
        _ => null,
    };
}
