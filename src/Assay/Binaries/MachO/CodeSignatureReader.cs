using System.Collections.Immutable;
using Assay.Primitives;
using static Assay.Binaries.MachO.CodeSignatureConstants;

namespace Assay.Binaries.MachO;

/// <summary>Reads the structures of a code signature with the checks of xnu's <c>cs_validate_csblob</c> and <c>cs_validate_codedirectory</c>.</summary>
internal static class CodeSignatureReader
{
    private const int IndexEntrySize = 8;

    /// <summary>Reads the signature.</summary>
    /// <param name="slice">The image.</param>
    /// <param name="range">Where LC_CODE_SIGNATURE says it is.</param>
    /// <returns>What could be read; null when not even its header is whole.</returns>
    public static CodeSignature? Read(MachOSlice slice, LinkEditRange range)
    {
        byte[] bytes = slice.Fetch(range.SliceOffset, range.Size, "LC_CODE_SIGNATURE");
        return slice.Faults.Guard<CodeSignature?>(null, () =>
        {
            ByteReader reader = new(bytes, slice.At(range.SliceOffset), bigEndian: true, "CS_SuperBlob");
            CodeSignature signature = new(range, reader.ReadUInt32(), reader.ReadUInt32()) { EndsWithImage = range.End == slice.Length };
            if (signature.Length > bytes.Length)
                slice.Faults.Add(new BinaryFault(slice.At(range.SliceOffset), "CS_SuperBlob", $"a length of at most {bytes.Length}", $"{signature.Length}"));
            ImmutableArray<SignatureBlob> blobs = signature.Magic switch
            {
                CSMAGIC_EMBEDDED_SIGNATURE => ReadIndex(slice, bytes, range),
                CSMAGIC_CODEDIRECTORY => [new SignatureBlob(CSSLOT_CODEDIRECTORY, signature.Magic, signature.Length, slice.At(range.SliceOffset))],
                _ => Unknown(slice, range, signature.Magic),
            };
            return signature with { Blobs = blobs, CodeDirectories = ReadDirectories(slice, bytes, range, blobs) };
        });
    }

    private static ImmutableArray<SignatureBlob> Unknown(MachOSlice slice, LinkEditRange range, uint magic)
    {
        slice.Faults.Add(new BinaryFault(slice.At(range.SliceOffset), "CS_SuperBlob", $"magic 0x{CSMAGIC_EMBEDDED_SIGNATURE:x}", $"0x{magic:x}"));
        return [];
    }

    private static ImmutableArray<SignatureBlob> ReadIndex(MachOSlice slice, byte[] bytes, LinkEditRange range)
    {
        ImmutableArray<SignatureBlob>.Builder blobs = ImmutableArray.CreateBuilder<SignatureBlob>();
        slice.Faults.Guard(0, () =>
        {
            ByteReader reader = new(bytes, slice.At(range.SliceOffset), bigEndian: true, "CS_SuperBlob");
            reader.Skip(8);
            uint count = reader.ReadUInt32();
            if (count > reader.Remaining / IndexEntrySize) reader.Fail($"at most {reader.Remaining / IndexEntrySize} blobs", $"{count}");
            reader.Record = "CS_BlobIndex";
            for (int index = 0; index < count; index++)
            {
                reader.RecordIndex = index;
                uint slot = reader.ReadUInt32();
                uint offset = reader.ReadUInt32();
                if (offset > bytes.Length - 8) reader.Fail($"an offset of at most {bytes.Length - 8}", $"{offset}");
                ByteReader blob = reader.Slice(offset, bytes.Length - (long)offset, "CS_GenericBlob");
                SignatureBlob entry = new(slot, blob.ReadUInt32(), blob.ReadUInt32(), slice.At(range.SliceOffset + (long)offset));
                if (entry.Length < 8 || entry.Length > blob.Length)
                    slice.Faults.Add(new BinaryFault(entry.Offset, "CS_GenericBlob", $"a length between 8 and {blob.Length}", $"{entry.Length}"));
                blobs.Add(entry);
            }

            return 0;
        });
        return blobs.ToImmutable();
    }

    private static ImmutableArray<CodeDirectory> ReadDirectories(MachOSlice slice, byte[] bytes, LinkEditRange range, ImmutableArray<SignatureBlob> blobs)
    {
        ImmutableArray<CodeDirectory>.Builder directories = ImmutableArray.CreateBuilder<CodeDirectory>();
        foreach (SignatureBlob blob in blobs)
        {
            bool alternate = blob.Slot - CSSLOT_ALTERNATE_CODEDIRECTORIES < CSSLOT_ALTERNATE_CODEDIRECTORY_MAX;
            if (blob.Slot != CSSLOT_CODEDIRECTORY && !alternate) continue;
            int start = (int)(blob.Offset.Value - slice.At(range.SliceOffset).Value);
            ReadOnlyMemory<byte> content = bytes.AsMemory(start, (int)Math.Min(blob.Length, bytes.Length - start));
            CodeDirectory? directory = slice.Faults.Guard<CodeDirectory?>(null, () => ReadDirectory(slice, blob, content));
            if (directory is not null) directories.Add(directory);
            if (directories.Count > CSSLOT_ALTERNATE_CODEDIRECTORY_MAX) break;
        }

        return directories.ToImmutable();
    }

    private static CodeDirectory ReadDirectory(MachOSlice slice, SignatureBlob blob, ReadOnlyMemory<byte> content)
    {
        ByteReader reader = new(content.Span, blob.Offset, bigEndian: true, "CS_CodeDirectory");
        if (reader.ReadUInt32() != CSMAGIC_CODEDIRECTORY) reader.Fail($"magic 0x{CSMAGIC_CODEDIRECTORY:x}", $"0x{blob.Magic:x}");
        reader.Skip(4); // length
        uint version = reader.ReadUInt32();
        uint flags = reader.ReadUInt32();
        uint hashOffset = reader.ReadUInt32();
        uint identifierOffset = reader.ReadUInt32();
        uint specialSlots = reader.ReadUInt32();
        uint codeSlots = reader.ReadUInt32();
        uint codeLimit = reader.ReadUInt32();
        byte hashSize = reader.ReadByte();
        byte hashType = reader.ReadByte();
        reader.Skip(1); // platform
        byte pageShift = reader.ReadByte();
        reader.Skip(4); // spare2
        uint teamOffset = 0;
        if (version >= CS_SUPPORTSTEAMID)
        {
            reader.Skip(4); // scatterOffset
            teamOffset = reader.ReadUInt32();
        }

        Check(slice, blob, content.Length, hashOffset, hashSize, hashType, specialSlots, codeSlots, pageShift);
        return new CodeDirectory(slice, content)
        {
            Slot = blob.Slot,
            Version = version,
            Flags = flags,
            Identifier = ReadString(ref reader, identifierOffset),
            TeamIdentifier = teamOffset == 0 ? null : ReadString(ref reader, teamOffset),
            CodeLimit = codeLimit,
            CodeSlotCount = codeSlots,
            SpecialSlotCount = specialSlots,
            HashType = hashType,
            HashSize = hashSize,
            PageSize = pageShift is > 0 and < 32 ? 1L << pageShift : 0,
            HashOffset = hashOffset,
        };
    }

    private static void Check(
        MachOSlice slice, SignatureBlob blob, int length, uint hashOffset, byte hashSize, byte hashType, uint specialSlots, uint codeSlots, byte pageShift)
    {
        int expected = hashType switch
        {
            CS_HASHTYPE_SHA1 or CS_HASHTYPE_SHA256_TRUNCATED => 20,
            CS_HASHTYPE_SHA256 => 32,
            CS_HASHTYPE_SHA384 => 48,
            _ => 0,
        };
        if (expected == 0) Add("a known hashType", $"{hashType}");
        else if (hashSize != expected) Add($"hashSize {expected} for hashType {hashType}", $"{hashSize}");
        if (hashOffset > length || (ulong)codeSlots * hashSize > (ulong)(length - hashOffset)) Add($"room for {codeSlots} page hashes", $"{length} bytes, hashOffset {hashOffset}");
        if ((ulong)specialSlots * hashSize > hashOffset) Add($"room for {specialSlots} special hashes before hashOffset", $"{hashOffset}");
        if (pageShift is not (0 or 12 or 14)) Add("pages of 4096 or 16384 bytes", $"a shift of {pageShift}");

        void Add(string what, string found) => slice.Faults.Add(new BinaryFault(blob.Offset, "CS_CodeDirectory", what, found));
    }

    private static string ReadString(ref ByteReader reader, uint offset)
    {
        reader.Position = (int)Math.Min(offset, int.MaxValue);
        return TextDecoding.Utf8OrLatin1(reader.ReadCString());
    }
}
