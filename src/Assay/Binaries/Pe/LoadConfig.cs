using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>IMAGE_LOAD_CONFIG_DIRECTORY32 or 64, as far as its own size says it reaches; fields beyond that are 0.</summary>
/// <param name="Size">The <c>Size</c> field, in bytes.</param>
/// <param name="DependentLoadFlags">LOAD_LIBRARY_SEARCH_* flags for the file's own imports: 0x800 means System32 only.</param>
/// <param name="GuardFlags">IMAGE_GUARD_* flags.</param>
/// <param name="ChpeMetadataPointer">Not 0 when an x64 file carries Arm code too (ARM64EC), or an Arm64 file x64 code (ARM64X).</param>
public sealed record LoadConfig(uint Size, ushort DependentLoadFlags, uint GuardFlags, ulong ChpeMetadataPointer)
{
    /// <summary>Reads the directory; null when there is none or it cannot be read.</summary>
    /// <param name="view">The image.</param>
    internal static LoadConfig? Read(PeView view)
    {
        DataDirectory directory = view.Directory(PeConstants.IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG);
        if (directory.IsAbsent) return null;
        bool wide = view.Header.Is64Bit;
        return view.Faults.Guard<LoadConfig?>(null, () =>
        {
            byte[] bytes = view.Fetch(directory.Address, wide ? 208 : 128, "IMAGE_LOAD_CONFIG_DIRECTORY", directory.Offset, out FileOffset start);
            ByteReader reader = new(bytes, start, bigEndian: false, "IMAGE_LOAD_CONFIG_DIRECTORY");
            uint size = reader.ReadUInt32();
            bool Has(ref ByteReader at, int offset, int length)
            {
                if (offset + length > size || offset + length > at.Length) return false;
                at.Position = offset;
                return true;
            }

            // Offsets in the order 64-bit, 32-bit: sums of the fields before them in winnt.h.
            ushort dependent = Has(ref reader, wide ? 78 : 54, 2) ? reader.ReadUInt16() : (ushort)0;
            uint guard = Has(ref reader, wide ? 144 : 88, 4) ? reader.ReadUInt32() : 0;
            ulong chpe = Has(ref reader, wide ? 200 : 124, wide ? 8 : 4) ? reader.ReadWord(wide) : 0;
            return new LoadConfig(size, dependent, guard, chpe);
        });
    }
}
