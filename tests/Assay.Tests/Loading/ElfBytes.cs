using System.Buffers.Binary;
using System.Text;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Tests.Loading;

/// <summary>Changes in compiled ELF files that no linker makes.</summary>
internal static class ElfBytes
{
    /// <summary>The first version that a file wants of a library.</summary>
    public static string VersionWantedOf(byte[] content, string library) => With(content, image => image.VersionNeeds.First(need => need.File == library).Versions[0].Name);

    /// <summary>Gives a wanted version another name, and its record the hash of that name.</summary>
    public static byte[] Renamed(byte[] content, string version, string name)
    {
        (long record, long text) = With(content, image => (image.VersionNeeds.SelectMany(need => need.Versions).First(wanted => wanted.Name == version).Offset.Value, 0L));
        text = content.AsSpan().IndexOf(Encoding.ASCII.GetBytes("\0" + version + "\0")) + 1;
        if (name.Length <= version.Length)
        {
            Encoding.ASCII.GetBytes(name.PadRight(version.Length, '\0')).CopyTo(content, text);
        }
        else
        {
            throw new ArgumentException($"{name} is longer than {version}");
        }

        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan((int)record), ElfHash.SystemV(Encoding.ASCII.GetBytes(name)));
        return content;
    }

    /// <summary>Sets <c>vna_flags</c> of a wanted version.</summary>
    public static byte[] WithVernauxFlags(byte[] content, string version, ushort flags)
    {
        long record = With(content, image => image.VersionNeeds.SelectMany(need => need.Versions).First(wanted => wanted.Name == version).Offset.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan((int)record + 4), flags);
        return content;
    }

    /// <summary>Sets the type of a relocation of DT_RELA.</summary>
    public static byte[] WithRelocationType(byte[] content, int index, uint type)
    {
        long table = With(content, image =>
        {
            ulong address = image.Dynamic.Value(ElfConstants.DT_RELA)!.Value;
            ElfSegment segment = image.Segments.First(segment => segment.IsLoad && address >= segment.Address.Value && address < segment.Address.Value + segment.FileSize);
            return segment.Offset.Value + (long)(address - segment.Address.Value);
        });
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan((int)table + (index * 24) + 8), type);
        return content;
    }

    /// <summary>Sets <c>vn_version</c> of the first record.</summary>
    public static byte[] WithVerneedVersion(byte[] content, ushort version)
    {
        long record = With(content, image => image.VersionNeeds[0].Offset.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan((int)record), version);
        return content;
    }

    /// <summary>Changes one program header: the first of a type.</summary>
    /// <param name="content">The file.</param>
    /// <param name="type"><c>p_type</c>.</param>
    /// <param name="field">The offset in Elf64_Phdr.</param>
    /// <param name="change">From the old value to the new.</param>
    public static byte[] WithSegment(byte[] content, uint type, int field, Func<ulong, ulong> change)
    {
        int at = With(content, image => (int)image.Header.ProgramHeaders.Value + (image.Segments.First(segment => segment.Type == type).Index * 56)) + field;
        if (field < 8) BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(at), (uint)change(BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(at))));
        else BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(at), change(BinaryPrimitives.ReadUInt64LittleEndian(content.AsSpan(at))));
        return content;
    }

    /// <summary>Sets the value of a dynamic tag.</summary>
    public static byte[] WithDynamic(byte[] content, long tag, Func<ulong, ulong> change)
    {
        ElfDynamicEntry entry = With(content, image => image.Dynamic.Entries.First(candidate => candidate.Tag == tag));
        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan((int)entry.Offset.Value + 8), change(entry.Value));
        return content;
    }

    /// <summary>Gives a dynamic tag another number.</summary>
    public static byte[] Retagged(byte[] content, long tag, long other)
    {
        ElfDynamicEntry entry = With(content, image => image.Dynamic.Entries.First(candidate => candidate.Tag == tag));
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan((int)entry.Offset.Value), other);
        return content;
    }

    private static T With<T>(byte[] content, Func<ElfImage, T> read)
    {
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(content));
        return read((ElfImage)file.Images[0]);
    }
}
