using Assay.Binaries.Description;
using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>
/// Lays one image out as a linker does: __TEXT with the header, the commands and an instruction per export; data segments; __LINKEDIT with fixups,
/// exports, symbols, strings, and the signature last.
/// </summary>
internal sealed partial class MachOLayout
{
    /// <summary>The most that sections may ask for: descriptions of real files can state any size.</summary>
    private const ulong SizeLimit = 64 << 20;

    private const int CodeSize = 4;

    private readonly MachODescription macho;
    private readonly List<LayoutSegment> segments = [];
    private readonly int pageSize;
    private readonly int pointerSize;
    private readonly ulong baseAddress;

    private LayoutSegment text = null!;
    private LayoutSegment? pointers;
    private LayoutSegment linkEdit = null!;

    private byte[] fixups = [];
    private byte[] weakBind = [];
    private byte[] exports = [];
    private byte[] symbols = [];
    private byte[] strings = [];
    private int fixupsOffset;
    private int exportsOffset;
    private int symbolsOffset;
    private int stringsOffset;
    private int signatureOffset;
    private int signatureSize;

    private MachOLayout(MachODescription macho)
    {
        this.macho = macho;
        pageSize = macho.IsArm64 ? 0x4000 : 0x1000;
        pointerSize = macho.IsWide ? 8 : 4;
        baseAddress = macho.FileType != MH_EXECUTE ? 0UL : macho.IsWide ? 0x100000000UL : 0x1000UL;
    }

    private bool IsChained => macho.Fixups is MachOFixups.Chained or MachOFixups.ChainedWithAddends or MachOFixups.ChainedWithWideAddends;

    /// <summary>Makes the bytes of one image.</summary>
    /// <param name="macho">The description.</param>
    /// <param name="line">The line to complain about.</param>
    public static byte[] Assemble(MachODescription macho, DescriptionLine line)
    {
        MachOLayout layout = new(macho);
        if (layout.IsChained && !macho.IsWide) throw line.Wrong("chained fixups are made for 64-bit images only");
        if (macho.Sections.Any(section => section.Size > SizeLimit)) throw line.Wrong($"a section of more than {SizeLimit} bytes");
        layout.PlanSegments();

        // The size of the commands does not depend on the numbers in them: measure first, then place everything and write again.
        int commands = layout.WriteCommands().Length;
        layout.PlaceSegments(MachOHeader.SizeOf(macho.IsWide) + commands);
        layout.PlaceLinkEdit();
        return layout.Write();
    }

    private void PlanSegments()
    {
        if (macho.FileType == MH_EXECUTE) segments.Add(new LayoutSegment("__PAGEZERO"));
        text = Segment("__TEXT");
        List<string> names = [.. macho.Segments.Select(segment => segment.Name).Concat(macho.Sections.Select(section => section.SegmentName)).Distinct()];
        foreach (string name in names.OrderBy(name => name switch { "__DATA_CONST" => 0, "__DATA" => 1, _ => 2 }))
        {
            if (name is not ("__PAGEZERO" or "__LINKEDIT")) Segment(name);
        }

        if (macho.Wants.Count > 0 && macho.Fixups != MachOFixups.Classic)
        {
            pointers = Segment("__DATA");
            pointers.Sections.Add(new LayoutSection("__data", 0, (ulong)(macho.Wants.Count * pointerSize)));
        }

        text.Sections.Add(new LayoutSection("__text", 0x80000400, (ulong)Math.Max(CodeSize, macho.Offers.Count * CodeSize)));
        foreach (MachOSection section in macho.Sections)
            Segment(section.SegmentName).Sections.Add(new LayoutSection(section.Name, section.Flags, section.Size) { ToldOffset = section.SliceOffset });
        linkEdit = Segment("__LINKEDIT");
    }

    private LayoutSegment Segment(string name)
    {
        LayoutSegment? known = segments.Find(segment => segment.Name == name);
        if (known is not null) return known;
        LayoutSegment made = new(name);
        (made.Maximum, made.Initial, made.Flags) = MachODescriber.Usual(name) ?? (3, 3, 0);
        if (macho.Segments.Find(segment => segment.Name == name) is { } told)
            (made.Maximum, made.Initial, made.Flags) = (told.MaximumProtection, told.InitialProtection, told.Flags);
        segments.Add(made);
        return made;
    }

    private void PlaceSegments(int headers)
    {
        int offset = 0;
        ulong address = baseAddress;
        foreach (LayoutSegment segment in segments)
        {
            if (segment.Name == "__PAGEZERO")
            {
                segment.VirtualSize = baseAddress;
                continue;
            }

            if (segment == linkEdit)
            {
                (segment.Offset, segment.Address) = (offset, address);
                continue;
            }

            segment.Place(offset, address, segment == text ? headers : 0, pageSize);
            offset += segment.FileSize;
            address += segment.VirtualSize;
        }
    }

    private byte[] Write()
    {
        ByteWriter writer = new(macho.IsBigEndian);
        uint[] header =
        [
            macho.IsWide ? MH_MAGIC_64 : MH_MAGIC, macho.CpuType, macho.CpuSubtype, macho.FileType, (uint)commandCount, 0, macho.Flags,
        ];
        foreach (uint field in header) writer.UInt32(field);
        if (macho.IsWide) writer.UInt32(0);
        ByteWriter commands = WriteCommands();
        writer.SetUInt32(20, (uint)commands.Length);
        writer.SetUInt32(16, (uint)commandCount);
        writer.Bytes(commands.Written);
        foreach (LayoutSegment segment in segments)
        {
            if (segment.FileSize == 0 || segment == linkEdit) continue;
            foreach (LayoutSection section in segment.Sections)
            {
                if (section.IsZeroFill) continue;
                writer.Zeros(section.Offset - writer.Length);
                writer.Bytes(Content(segment, section));
            }

            writer.Zeros(segment.Offset + segment.FileSize - writer.Length);
        }

        writer.Bytes(fixups).Zeros(exportsOffset - writer.Length).Bytes(exports).Zeros(symbolsOffset - writer.Length).Bytes(symbols);
        writer.Zeros(stringsOffset - writer.Length).Bytes(strings);
        if (macho.Signature is not { } signature) return writer.ToArray();
        writer.Zeros(signatureOffset - writer.Length);
        writer.Bytes(CodeSignatureWriter.Write(signature, writer.ToArray(), (uint)text.FileSize));
        return writer.ToArray();
    }

    private byte[] Content(LayoutSegment segment, LayoutSection section)
    {
        if (segment == pointers && section == segment.Sections[0]) return FixupsWriter.WritePointers(macho.Wants.Count, pointerSize, IsChained ? pageSize : 0);
        byte[] bytes = new byte[section.Size];
        if (segment != text || section != segment.Sections[0]) return bytes;
        ReadOnlySpan<byte> instruction = macho.CpuType switch
        {
            CPU_TYPE_ARM64 or CPU_TYPE_ARM64_32 => [0xc0, 0x03, 0x5f, 0xd6], // ret
            CPU_TYPE_X86 or CPU_TYPE_X86_64 => [0xc3, 0x90, 0x90, 0x90], // ret, nop
            _ => [0, 0, 0, 0],
        };
        for (int at = 0; at + CodeSize <= bytes.Length; at += CodeSize) instruction.CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
