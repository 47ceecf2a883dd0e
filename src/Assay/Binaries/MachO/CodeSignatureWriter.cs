using System.Text;
using Assay.Primitives;
using static Assay.Binaries.MachO.CodeSignatureConstants;

namespace Assay.Binaries.MachO;

/// <summary>
/// Signs without a signer, in the two forms that occur: what the linker makes (one code directory), and what <c>codesign -s -</c> makes (empty
/// requirements and an empty CMS blob besides).
/// </summary>
internal static class CodeSignatureWriter
{
    private const string Identifier = "assay";
    private const int PageSize = 4096;
    private const byte PageShift = 12;
    private const uint Version = 0x20400;
    private const int DirectoryHeaderSize = 88;
    private const uint CSMAGIC_REQUIREMENTS = 0xfade0c01;
    private const uint CSMAGIC_BLOBWRAPPER = 0xfade0b01;
    private const uint CSSLOT_REQUIREMENTS = 2;
    private const int SpecialSlots = 2;
    private const int SuperBlobHeaderSize = 12;
    private const int IndexEntrySize = 8;
    private const int BlobHeaderSize = 8;
    private const int RequirementsSize = BlobHeaderSize + 4;

    /// <summary>How many bytes the signature of a file takes.</summary>
    /// <param name="signature">What the description says of it.</param>
    /// <param name="codeLimit">How many bytes are signed.</param>
    public static int SizeOf(MachODescribedSignature signature, int codeLimit)
    {
        bool byLinker = (signature.Flags & CS_LINKER_SIGNED) != 0;
        int others = byLinker ? 0 : RequirementsSize + BlobHeaderSize;
        int directory = HashOffset(signature, byLinker ? 0 : SpecialSlots) + (Pages(codeLimit) * Sha256.Size);
        return (SuperBlobHeaderSize + (IndexEntrySize * (byLinker ? 1 : 3)) + directory + others + 15) & ~15;
    }

    /// <summary>Makes the signature.</summary>
    /// <param name="signature">What the description says of it.</param>
    /// <param name="code">The bytes that are signed.</param>
    /// <param name="textSize">The size of __TEXT in the file, which the code directory repeats.</param>
    public static byte[] Write(MachODescribedSignature signature, ReadOnlySpan<byte> code, uint textSize)
    {
        bool byLinker = (signature.Flags & CS_LINKER_SIGNED) != 0;
        byte[] requirements = Blob(CSMAGIC_REQUIREMENTS, [0, 0, 0, 0]);
        byte[] directory = Directory(signature, code, textSize, byLinker ? [] : requirements);
        List<(uint Slot, byte[] Blob)> blobs = [(CSSLOT_CODEDIRECTORY, directory)];
        if (!byLinker)
        {
            blobs.Add((CSSLOT_REQUIREMENTS, requirements));
            blobs.Add((CSSLOT_SIGNATURESLOT, Blob(CSMAGIC_BLOBWRAPPER, [])));
        }

        int offset = SuperBlobHeaderSize + (IndexEntrySize * blobs.Count);
        ByteWriter writer = new(bigEndian: true);
        writer.UInt32(CSMAGIC_EMBEDDED_SIGNATURE).UInt32((uint)(offset + blobs.Sum(blob => blob.Blob.Length))).UInt32((uint)blobs.Count);
        foreach ((uint slot, byte[] blob) in blobs)
        {
            writer.UInt32(slot).UInt32((uint)offset);
            offset += blob.Length;
        }

        foreach ((uint _, byte[] blob) in blobs) writer.Bytes(blob);
        return writer.Align(16).ToArray();
    }

    private static byte[] Blob(uint magic, ReadOnlySpan<byte> content)
    {
        ByteWriter writer = new(bigEndian: true);
        return writer.UInt32(magic).UInt32((uint)(BlobHeaderSize + content.Length)).Bytes(content).ToArray();
    }

    private static int Pages(int codeLimit) => (codeLimit + PageSize - 1) / PageSize;

    // Behind the fields: the identifier, the team, the special hashes, and then the page hashes.
    private static int HashOffset(MachODescribedSignature signature, int specialSlots) =>
        DirectoryHeaderSize + Identifier.Length + 1 + (signature.Team is null ? 0 : Encoding.UTF8.GetByteCount(signature.Team) + 1) + (specialSlots * Sha256.Size);

    private static byte[] Directory(MachODescribedSignature signature, ReadOnlySpan<byte> code, uint textSize, byte[] requirements)
    {
        int special = requirements.Length == 0 ? 0 : SpecialSlots;
        int teamOffset = signature.Team is null ? 0 : DirectoryHeaderSize + Identifier.Length + 1;
        int hashOffset = HashOffset(signature, special);
        int pages = Pages(code.Length);
        ByteWriter writer = new(bigEndian: true);
        writer.UInt32(CSMAGIC_CODEDIRECTORY).UInt32((uint)(hashOffset + (pages * Sha256.Size))).UInt32(Version).UInt32(signature.Flags);
        writer.UInt32((uint)hashOffset).UInt32(DirectoryHeaderSize).UInt32((uint)special).UInt32((uint)pages).UInt32((uint)code.Length);
        writer.Byte(Sha256.Size).Byte(CS_HASHTYPE_SHA256).Byte(0).Byte(PageShift).UInt32(0);
        writer.UInt32(0).UInt32((uint)teamOffset).UInt32(0).UInt64(0).UInt64(0).UInt64(textSize).UInt64(0);
        writer.CString(Identifier);
        if (signature.Team is { } team) writer.CString(team);

        // Special hashes run backwards from the page hashes: slot 2 (requirements) first, then slot 1 (an Info.plist, absent: zeros).
        if (special > 0) writer.Bytes(Sha256.HashData(requirements)).Zeros(Sha256.Size);
        for (int at = 0; at < code.Length; at += PageSize) writer.Bytes(Sha256.HashData(code.Slice(at, Math.Min(PageSize, code.Length - at))));
        return writer.ToArray();
    }
}
