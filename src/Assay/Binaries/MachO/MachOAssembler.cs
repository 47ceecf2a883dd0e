using Assay.Binaries.Description;
using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>Turns a described Mach-O file, thin or fat, into bytes.</summary>
internal static class MachOAssembler
{
    private const int HiddenEntries = 1;

    /// <summary>Assembles a file.</summary>
    /// <param name="lines">The description, its first line first.</param>
    public static byte[] Assemble(IReadOnlyList<DescriptionLine> lines)
    {
        DescriptionLine first = lines[0];
        bool wide = first.Take("fat64");
        if (!wide && !first.Take("fat")) return MachOLayout.Assemble(MachOParser.Parse(lines), first);
        first.End();
        List<(MachODescription Description, byte[] Bytes)> slices = [];
        for (int index = 1; index < lines.Count;)
        {
            if (lines[index].Subject != "slice") throw lines[index].Wrong("a fat file goes on with a line `slice ARCH KIND`");
            int end = index + 1;
            while (end < lines.Count && lines[end].Subject != "slice") end++;
            DescriptionLine[] own = [.. lines.Skip(index).Take(end - index)];
            MachODescription description = MachOParser.Parse(own);
            slices.Add((description, MachOLayout.Assemble(description, own[0])));
            index = end;
        }

        return Join(slices, wide);
    }

    private static byte[] Join(List<(MachODescription Description, byte[] Bytes)> slices, bool wide)
    {
        ByteWriter writer = new(bigEndian: true);
        writer.UInt32(wide ? FAT_MAGIC_64 : FAT_MAGIC).UInt32((uint)slices.Count(slice => !slice.Description.IsHidden));
        int entrySize = wide ? 32 : 20;
        int offset = writer.Length + (entrySize * (slices.Count + HiddenEntries));
        List<int> offsets = [];
        foreach ((MachODescription description, byte[] bytes) in slices.OrderBy(slice => slice.Description.IsHidden))
        {
            int power = description.IsArm64 ? 14 : 12;
            offset = (offset + (1 << power) - 1) & -(1 << power);
            offsets.Add(offset);
            writer.UInt32(description.CpuType).UInt32(description.CpuSubtype).Word((ulong)offset, wide).Word((ulong)bytes.Length, wide).UInt32((uint)power);
            if (wide) writer.UInt32(0);
            offset += bytes.Length;
        }

        foreach (((MachODescription _, byte[] bytes), int start) in slices.OrderBy(slice => slice.Description.IsHidden).Zip(offsets))
            writer.Zeros(start - writer.Length).Bytes(bytes);
        return writer.ToArray();
    }
}
