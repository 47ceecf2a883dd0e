using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>IMAGE_DEBUG_DIRECTORY: of interest is only where the symbols were, since the path tells the build machine.</summary>
internal static class DebugDirectory
{
    private const int EntrySize = 28;
    private const int EntryLimit = 64;
    private const int PathLimit = 4096;

    private const uint Rsds = 0x53445352;
    private const uint Nb10 = 0x3031424e;

    /// <summary>The paths of the PDB files, as the linker wrote them.</summary>
    /// <param name="view">The image.</param>
    public static ImmutableArray<string> ReadPdbPaths(PeView view)
    {
        ImmutableArray<string>.Builder paths = ImmutableArray.CreateBuilder<string>();
        DataDirectory directory = view.Directory(PeConstants.IMAGE_DIRECTORY_ENTRY_DEBUG);
        if (directory.IsAbsent) return [];
        view.Faults.Guard(0, () =>
        {
            ByteReader reader = view.Reader(directory.Address, Math.Min(directory.Size, EntrySize * EntryLimit), "IMAGE_DEBUG_DIRECTORY", directory.Offset);
            while (reader.Remaining >= EntrySize)
            {
                reader.Skip(12);
                uint type = reader.ReadUInt32();
                uint size = reader.ReadUInt32();
                reader.Skip(4); // AddressOfRawData: 0 where the data is not mapped
                uint offset = reader.ReadUInt32();
                if (type == PeConstants.IMAGE_DEBUG_TYPE_CODEVIEW && ReadPath(view, offset, size) is { } path) paths.Add(path);
            }

            return 0;
        });
        return paths.ToImmutable();
    }

    // CV_INFO_PDB70: RSDS, a GUID, an age, the path. CV_INFO_PDB20: NB10, an offset, a timestamp, an age, the path.
    private static string? ReadPath(PeView view, uint offset, uint size)
    {
        byte[] bytes = new byte[Math.Min(size, PathLimit)];
        ByteReader reader = new(bytes.AsSpan(0, view.ReadFile(offset, bytes)), new FileOffset(offset), bigEndian: false, "CV_INFO_PDB70");
        uint signature = reader.ReadUInt32();
        if (signature is not (Rsds or Nb10)) return null;
        reader.Skip(signature == Rsds ? 20 : 12);
        ReadOnlySpan<byte> path = reader.ReadBytes(reader.Remaining);
        int end = path.IndexOf((byte)0);
        return TextDecoding.Utf8OrLatin1(end < 0 ? path : path[..end]);
    }
}
