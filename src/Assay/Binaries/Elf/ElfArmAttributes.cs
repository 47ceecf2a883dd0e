using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>
/// What the assembler of 32-bit Arm wrote down of a file's code, in the section <c>.ARM.attributes</c> (Addenda to, and Errata in, the ABI for the Arm Architecture, "Build attributes"):
/// a letter, then a part for each maker of tools, in it a part for the whole file, in it tags with values.
/// </summary>
internal static class ElfArmAttributes
{
    private const uint SHT_ARM_ATTRIBUTES = 0x70000003;
    private const int Tag_File = 1, Tag_CPU_raw_name = 4, Tag_CPU_name = 5, Tag_CPU_arch = 6, Tag_compatibility = 32;
    private const int MostBytes = 1 << 12;

    private static readonly string[] Names = ["pre-v4", "v4", "v4T", "v5T", "v5TE", "v5TEJ", "v6", "v6KZ", "v6T2", "v6K", "v7", "v6-M", "v6S-M", "v7E-M", "v8", "v8-R", "v8-M.baseline", "v8-M.mainline"];

    /// <summary>The architecture that the code of a file needs (<c>Tag_CPU_arch</c>), or null when it does not say.</summary>
    /// <param name="view">The file.</param>
    /// <param name="sections">Its sections.</param>
    public static string? Architecture(ElfFileView view, IEnumerable<ElfSection> sections)
    {
        if (view.Header.Machine != ElfConstants.EM_ARM || sections.FirstOrDefault(each => each.Type == SHT_ARM_ATTRIBUTES) is not { } section) return null;
        ElfTable table = view.Read(section.Offset, Math.Min(section.Size, MostBytes));
        return view.Faults.Guard<string?>(null, () => Read(table));
    }

    private static string? Read(ElfTable table)
    {
        ByteReader reader = table.Reader(".ARM.attributes");
        if (table.Length < 1 || reader.ReadByte() != 'A') return null;
        while (reader.Position + 5 < table.Length)
        {
            int start = reader.Position;
            uint length = reader.ReadUInt32();
            bool isCommon = "aeabi\0"u8.SequenceEqual(table.Bytes.Span[reader.Position..Math.Min(reader.Position + 6, table.Length)]);
            if (isCommon)
            {
                reader.Skip(6);
                return reader.ReadUleb128() == Tag_File ? OfFile(ref reader, table.Length) : null;
            }

            if (length < 5 || length > table.Length - start) return null;
            reader.Skip((int)length - 4);
        }

        return null;
    }

    private static string? OfFile(ref ByteReader reader, int end)
    {
        reader.ReadUInt32();
        while (reader.Position < end)
        {
            ulong tag = reader.ReadUleb128();
            if (tag == Tag_CPU_arch) return reader.ReadUleb128() is var value && value < (ulong)Names.Length ? Names[value] : $"architecture {value}";

            // Below 32 two tags have texts; above, odd ones. Tag_compatibility has a number and a text.
            if (tag == Tag_compatibility || tag is not (Tag_CPU_raw_name or Tag_CPU_name) && (tag < Tag_compatibility || tag % 2 == 0)) reader.ReadUleb128();
            if (tag is Tag_CPU_raw_name or Tag_CPU_name or Tag_compatibility || (tag > Tag_compatibility && tag % 2 == 1))
                while (reader.ReadByte() != 0)
                {
                }
        }

        return null;
    }
}
