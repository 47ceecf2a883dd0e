using System.Globalization;

namespace Assay.Primitives;

/// <summary>A version of up to three numbers, such as macOS 14.2.1 or glibc 2.36. Mach-O stores it packed in 32 bits (16.8.8).</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number, 0 when absent.</param>
/// <param name="Patch">The third number, 0 when absent.</param>
public readonly record struct PackedVersion(int Major, int Minor = 0, int Patch = 0) : IComparable<PackedVersion>
{
    /// <summary>Unpacks the 16.8.8 form of LC_BUILD_VERSION and its relatives (mach-o/loader.h).</summary>
    /// <param name="packed">The 32-bit value.</param>
    public static PackedVersion FromPacked(uint packed) => new((int)(packed >> 16), (int)((packed >> 8) & 0xff), (int)(packed & 0xff));

    /// <summary>Reads "14", "14.2" or "14.2.1".</summary>
    /// <param name="text">The text.</param>
    /// <param name="version">The version read.</param>
    /// <returns>False when the text is anything else.</returns>
    public static bool TryParse(string text, out PackedVersion version)
    {
        version = default;
        string[] parts = text.Split('.');
        if (parts.Length is 0 or > 3) return false;
        Span<int> numbers = stackalloc int[3];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return false;
        }

        version = new PackedVersion(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(PackedVersion other) =>
        Major != other.Major ? Major.CompareTo(other.Major)
        : Minor != other.Minor ? Minor.CompareTo(other.Minor)
        : Patch.CompareTo(other.Patch);

    /// <summary>True when the left version is older.</summary>
    public static bool operator <(PackedVersion left, PackedVersion right) => left.CompareTo(right) < 0;

    /// <summary>True when the left version is newer.</summary>
    public static bool operator >(PackedVersion left, PackedVersion right) => left.CompareTo(right) > 0;

    /// <summary>True when the left version is older or equal.</summary>
    public static bool operator <=(PackedVersion left, PackedVersion right) => left.CompareTo(right) <= 0;

    /// <summary>True when the left version is newer or equal.</summary>
    public static bool operator >=(PackedVersion left, PackedVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Two numbers, or three when the last is not 0.</summary>
    public override string ToString() => Patch == 0 ? $"{Major}.{Minor}" : $"{Major}.{Minor}.{Patch}";
}
