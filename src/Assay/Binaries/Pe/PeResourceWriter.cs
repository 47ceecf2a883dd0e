using System.Text;
using Assay.Primitives;
using static Assay.Binaries.Pe.PeConstants;

namespace Assay.Binaries.Pe;

/// <summary>Writes <c>.rsrc</c>: the three levels of directories, then the data of the version and the manifests.</summary>
internal static class PeResourceWriter
{
    private const uint Subdirectory = 0x80000000;
    private const int DirectorySize = 16;
    private const int EntrySize = 8;
    private const int DataEntrySize = 16;
    private const uint Language = 0x409;

    /// <summary>Writes the resources.</summary>
    /// <param name="pe">The description.</param>
    /// <param name="start">Where the section is.</param>
    /// <returns>Empty when there are none.</returns>
    public static byte[] Write(PeDescription pe, Rva start)
    {
        List<(uint Type, List<(uint Id, byte[] Content)> Resources)> types = [];
        if (pe.Version is { } version) types.Add((RT_VERSION, [(1, VersionResource(version))]));
        if (pe.Manifests.Count > 0)
            types.Add((RT_MANIFEST, [.. pe.Manifests.Select(manifest => (manifest.Id, Encoding.UTF8.GetBytes(manifest.Text))).OrderBy(manifest => manifest.Id)]));
        if (types.Count == 0) return [];

        int resourceCount = types.Sum(type => type.Resources.Count);
        int idsAt = DirectorySize + (types.Count * EntrySize);
        int languagesAt = idsAt + types.Sum(type => DirectorySize + (type.Resources.Count * EntrySize));
        int entriesAt = languagesAt + (resourceCount * (DirectorySize + EntrySize));
        ByteWriter writer = new(bigEndian: false);
        Directory(writer, types.Count);
        int at = idsAt;
        foreach ((uint type, List<(uint Id, byte[] Content)> resources) in types)
        {
            writer.UInt32(type).UInt32((uint)at | Subdirectory);
            at += DirectorySize + (resources.Count * EntrySize);
        }

        at = languagesAt;
        foreach ((uint _, List<(uint Id, byte[] Content)> resources) in types)
        {
            Directory(writer, resources.Count);
            foreach ((uint id, byte[] _) in resources)
            {
                writer.UInt32(id).UInt32((uint)at | Subdirectory);
                at += DirectorySize + EntrySize;
            }
        }

        for (int index = 0; index < resourceCount; index++)
        {
            Directory(writer, 1);
            writer.UInt32(Language).UInt32((uint)(entriesAt + (index * DataEntrySize)));
        }

        at = entriesAt + (resourceCount * DataEntrySize);
        List<byte[]> contents = [.. types.SelectMany(type => type.Resources).Select(resource => resource.Content)];
        foreach (byte[] content in contents)
        {
            writer.UInt32(start.Value + (uint)at).UInt32((uint)content.Length).UInt32(0).UInt32(0);
            at += (content.Length + 7) & ~7;
        }

        foreach (byte[] content in contents) writer.Bytes(content).Align(8);
        return writer.ToArray();
    }

    private static void Directory(ByteWriter writer, int entries) => writer.Zeros(12).UInt16(0).UInt16((ushort)entries);

    // VS_VERSIONINFO with its fixed part only: length, length of the value, type 0 (binary), the key, VS_FIXEDFILEINFO.
    private static byte[] VersionResource(FixedFileVersion version)
    {
        const ushort fixedSize = 52;
        ByteWriter writer = new(bigEndian: false);
        writer.UInt16(0).UInt16(fixedSize).UInt16(0).Bytes(Encoding.Unicode.GetBytes("VS_VERSION_INFO\0")).Align(4);
        writer.UInt32(0xfeef04bd).UInt32(0x10000);
        foreach (Version four in (ReadOnlySpan<Version>)[version.FileVersion, version.ProductVersion])
            writer.UInt32(((uint)four.Major << 16) | (uint)four.Minor).UInt32(((uint)four.Build << 16) | (uint)four.Revision);
        writer.UInt32(0x3f).UInt32(0).UInt32(0x40004).UInt32(2).Zeros(12);
        writer.SetBytes(0, [(byte)writer.Length, 0]);
        return writer.ToArray();
    }
}
