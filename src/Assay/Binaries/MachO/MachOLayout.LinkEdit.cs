using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

// The content of __LINKEDIT.
internal sealed partial class MachOLayout
{
    private const byte DefinedInSection = 0x0e;

    private int definedCount;
    private int undefinedCount;

    private void PlaceLinkEdit()
    {
        LayoutSection code = text.Sections[0];
        List<MachOExport> placed = [];
        foreach (MachOExport offer in macho.Offers)
        {
            VirtualAddress address = new(code.Address - baseAddress + (ulong)(placed.Count * CodeSize));
            placed.Add(offer.ReexportName is null ? offer with { Address = address } : offer);
        }

        int segment = pointers is null ? 0 : segments.IndexOf(pointers);
        if (IsChained)
            fixups = FixupsWriter.WriteChained(macho.Wants, (uint)macho.Fixups, segment, segments.Count, (pointers?.Address ?? 0) - (pointers is null ? 0 : baseAddress), pageSize);
        else if (macho.Fixups == MachOFixups.Opcodes)
            (fixups, weakBind) = FixupsWriter.WriteOpcodes(macho.Wants, segment, pointerSize);
        bindSize = fixups.Length;
        fixups = [.. fixups, .. weakBind];
        if (macho.Fixups != MachOFixups.Classic) exports = ExportsTrieWriter.Write(placed);
        WriteSymbols(placed);

        fixupsOffset = linkEdit.Offset;
        exportsOffset = Up(fixupsOffset + fixups.Length, 8);
        symbolsOffset = Up(exportsOffset + exports.Length, 8);
        stringsOffset = Up(symbolsOffset + symbols.Length, 8) + (int)macho.StringPoolRemainder;
        int end = stringsOffset + strings.Length;
        if (macho.Signature is { } signature)
        {
            signatureOffset = Up(end, 16);
            signatureSize = CodeSignatureWriter.SizeOf(signature, signatureOffset);
            end = signatureOffset + signatureSize;
        }

        linkEdit.FileSize = end - linkEdit.Offset;
        linkEdit.VirtualSize = (ulong)Up(linkEdit.FileSize, pageSize);
    }

    // LC_DYSYMTAB wants the defined ones before the undefined ones.
    private void WriteSymbols(List<MachOExport> offers)
    {
        ByteWriter table = new(macho.IsBigEndian);
        ByteWriter pool = new(macho.IsBigEndian);
        pool.Byte((byte)' ').Byte(0);
        HashSet<string> defined = new(StringComparer.Ordinal);
        foreach (MachOExport offer in offers)
        {
            if (offer.Address is not { } address || !defined.Add(offer.Name)) continue;
            Entry(offer.Name, DefinedInSection | N_EXT, 1, offer.IsWeak ? N_WEAK_DEF : (ushort)0, address.Value + baseAddress);
        }

        definedCount = defined.Count;
        foreach (BoundSymbol want in macho.Wants)
        {
            if (!defined.Add(want.Name)) continue;
            byte ordinal = want.Ordinal switch
            {
                BIND_SPECIAL_DYLIB_MAIN_EXECUTABLE => EXECUTABLE_ORDINAL,
                BIND_SPECIAL_DYLIB_FLAT_LOOKUP => DYNAMIC_LOOKUP_ORDINAL,
                BIND_SPECIAL_DYLIB_WEAK_LOOKUP => macho.Needs.Count > 0 ? (byte)1 : (byte)0,
                int library => (byte)Math.Min(library, DYNAMIC_LOOKUP_ORDINAL - 1),
            };
            Entry(want.Name, N_UNDF | N_EXT, 0, (ushort)((ordinal << 8) | (want.IsWeak ? N_WEAK_REF : 0)), 0);
            undefinedCount++;
        }

        symbols = table.ToArray();
        strings = pool.ToArray();

        void Entry(string name, byte type, byte section, ushort description, ulong value)
        {
            table.UInt32((uint)pool.Length).Byte(type).Byte(section).UInt16(description).Word(value, macho.IsWide);
            pool.CString(name);
        }
    }

    private static int Up(int value, int alignment) => (value + alignment - 1) & -alignment;
}
