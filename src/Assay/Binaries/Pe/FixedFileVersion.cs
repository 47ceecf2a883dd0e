using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>The numbers of VS_FIXEDFILEINFO (<c>verrsrc.h</c>), inside the resource of type RT_VERSION.</summary>
/// <param name="FileVersion">Four numbers of 16 bits, such as 14.40.33810.0.</param>
/// <param name="ProductVersion">Four numbers of 16 bits.</param>
public sealed record FixedFileVersion(Version FileVersion, Version ProductVersion)
{
    private const uint Signature = 0xfeef04bd;

    /// <summary>Reads it from the first version resource; null when there is none or it holds no fixed part.</summary>
    /// <param name="view">The image.</param>
    /// <param name="resources">The image's resources.</param>
    internal static FixedFileVersion? Read(PeView view, IEnumerable<PeResource> resources)
    {
        if (resources.FirstOrDefault(resource => resource.Type == PeConstants.RT_VERSION) is not { } resource) return null;
        return view.Faults.Guard<FixedFileVersion?>(null, () =>
        {
            ByteReader reader = view.Reader(resource.Address, Math.Min(resource.Size, 4096), "VS_VERSIONINFO", resource.Offset);
            reader.Skip(2); // wLength
            ushort valueLength = reader.ReadUInt16();
            reader.Skip(2); // wType
            while (reader.ReadUInt16() != 0)
            {
                // szKey, "VS_VERSION_INFO" in UTF-16
            }

            reader.Skip((4 - (reader.Position & 3)) & 3);
            if (valueLength == 0) return null;
            if (reader.ReadUInt32() is var signature and not Signature) reader.Fail($"signature 0x{Signature:x}", $"0x{signature:x}");
            reader.Skip(4); // dwStrucVersion
            return new FixedFileVersion(ReadVersion(ref reader), ReadVersion(ref reader));
        });
    }

    private static Version ReadVersion(ref ByteReader reader)
    {
        (uint high, uint low) = (reader.ReadUInt32(), reader.ReadUInt32());
        return new Version((int)(high >> 16), (int)(high & 0xffff), (int)(low >> 16), (int)(low & 0xffff));
    }
}
