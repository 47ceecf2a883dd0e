using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>
/// Reads the section <c>.ARM.attributes</c> (Addenda to, and Errata in, the ABI for the Arm Architecture, "Build attributes"):
/// a letter, then a part for each maker of tools, in it a part for the whole file, in it tags with values.
/// </summary>
internal static class ElfArmAttributes
{
    private const uint SHT_ARM_ATTRIBUTES = 0x70000003;
    private const int Tag_File = 1, Tag_CPU_raw_name = 4, Tag_CPU_name = 5, Tag_CPU_arch = 6, Tag_CPU_arch_profile = 7, Tag_THUMB_ISA_use = 9, Tag_FP_arch = 10, Tag_Advanced_SIMD_arch = 12;
    private const int Tag_ABI_VFP_args = 28, Tag_compatibility = 32;
    private const int MostBytes = 1 << 12;

    /// <summary>The attributes of a file, or null when it has none.</summary>
    /// <param name="view">The file.</param>
    /// <param name="sections">Its sections.</param>
    public static ArmAttributes? Of(ElfFileView view, IEnumerable<ElfSection> sections)
    {
        if (view.Header.Machine != ElfConstants.EM_ARM || sections.FirstOrDefault(each => each.Type == SHT_ARM_ATTRIBUTES) is not { } section) return null;
        ElfTable table = view.Read(section.Offset, Math.Min(section.Size, MostBytes));
        return view.Faults.Guard<ArmAttributes?>(null, () => Read(table));
    }

    private static ArmAttributes? Read(ElfTable table)
    {
        ByteReader reader = table.Reader(".ARM.attributes");
        if (table.Length < 1 || reader.ReadByte() != 'A') return null;
        while (reader.Position + 5 < table.Length)
        {
            int start = reader.Position;
            uint length = reader.ReadUInt32();
            if (length < 5 || length > table.Length - start) return null;
            bool isCommon = "aeabi\0"u8.SequenceEqual(table.Bytes.Span[reader.Position..Math.Min(reader.Position + 6, table.Length)]);
            if (isCommon)
            {
                reader.Skip(6);
                return OfFile(ref reader, start + (int)length);
            }

            reader.Skip((int)length - 4);
        }

        return null;
    }

    // Parts for single sections and symbols may follow; what is said of the file comes first.
    private static ArmAttributes? OfFile(ref ByteReader reader, int end)
    {
        int start = reader.Position;
        if (reader.ReadUleb128() != Tag_File) return null;
        uint size = reader.ReadUInt32();
        if (size > end - start) return null;
        Dictionary<int, int> values = [];
        while (reader.Position < start + (int)size)
        {
            ulong tag = reader.ReadUleb128();
            if (tag > int.MaxValue) return null;
            if (HasNumber((int)tag)) values[(int)tag] = (int)Math.Min(reader.ReadUleb128(), int.MaxValue);
            if (!HasText((int)tag)) continue;
            while (reader.ReadByte() != 0)
            {
            }
        }

        return values.TryGetValue(Tag_CPU_arch, out int architecture)
            ? new ArmAttributes(architecture)
            {
                Profile = values.GetValueOrDefault(Tag_CPU_arch_profile) is var letter and (>= 'A' and <= 'Z') ? (char)letter : null,
                Thumb = values.GetValueOrDefault(Tag_THUMB_ISA_use),
                FloatingPoint = values.GetValueOrDefault(Tag_FP_arch),
                Vectors = values.GetValueOrDefault(Tag_Advanced_SIMD_arch),
                PassesFloatsInRegisters = values.GetValueOrDefault(Tag_ABI_VFP_args) == 1,
            }
            : null;
    }

    // Below 32 two tags have texts; above, odd ones. Tag_compatibility has a number and a text.
    private static bool HasText(int tag) => tag is Tag_CPU_raw_name or Tag_CPU_name or Tag_compatibility || (tag > Tag_compatibility && tag % 2 == 1);

    private static bool HasNumber(int tag) => tag == Tag_compatibility || !HasText(tag);
}
