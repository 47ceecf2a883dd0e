using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Blas;

/// <summary>
/// The version of a library of linear algebra. OpenBLAS calls what comes after a release by that release's number and <c>.dev</c>, and the builds in wheels add how many
/// changes came after it and a counter of the package: <c>0.3.31.188.0</c> is 188 changes newer than 0.3.31 and older than 0.3.32.
/// </summary>
internal sealed record ReleaseNumber
{
    private const int ReleaseParts = 3;

    private ReleaseNumber(ImmutableArray<int> numbers, bool isDevelopment) => (Numbers, IsDevelopment) = (numbers, isDevelopment);

    /// <summary>All numbers.</summary>
    public ImmutableArray<int> Numbers { get; }

    /// <summary>True for <c>0.3.23.dev</c>.</summary>
    public bool IsDevelopment { get; }

    /// <summary>True when it is newer than the release by whose number it goes.</summary>
    public bool IsBetweenReleases => IsDevelopment || At(ReleaseParts) > 0;

    /// <summary>Reads a version.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Null when it is none, or has a form that is not known.</returns>
    public static ReleaseNumber? Parse(string? text)
    {
        if (text is null) return null;
        bool isDevelopment = text.EndsWith(".dev", StringComparison.Ordinal);
        string[] parts = (isDevelopment ? text[..^".dev".Length] : text).Split('.');
        List<int> numbers = [];
        foreach (string part in parts)
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return null;
            numbers.Add(number);
        }

        return numbers.Count < 2 ? null : new ReleaseNumber([.. numbers], isDevelopment);
    }

    /// <summary>The releases whose code it may have: itself, or the one before and the one after.</summary>
    public IEnumerable<ReleaseNumber> Around() => IsBetweenReleases && Numbers.Length >= ReleaseParts
        ? [new ReleaseNumber(Numbers[..ReleaseParts], isDevelopment: false), new ReleaseNumber([.. Numbers[..(ReleaseParts - 1)], Numbers[ReleaseParts - 1] + 1], isDevelopment: false)]
        : [this];

    /// <summary>Compares the releases by whose numbers two versions go.</summary>
    /// <param name="other">The other.</param>
    public int CompareRelease(ReleaseNumber other) => Compare(other, ReleaseParts);

    /// <summary>True when both are one build but for the counter of the package.</summary>
    /// <param name="other">The other.</param>
    public bool IsBuildOf(ReleaseNumber other) => IsDevelopment == other.IsDevelopment && Compare(other, ReleaseParts + 1) == 0;

    /// <summary>True when it is the given build or one that was made from the same release later.</summary>
    /// <param name="build">The build, with all its numbers.</param>
    public bool IsSameReleaseFrom(ReleaseNumber build) => !IsDevelopment && Numbers.Length > ReleaseParts && CompareRelease(build) == 0 && Compare(build, Math.Max(Numbers.Length, build.Numbers.Length)) >= 0;

    private int Compare(ReleaseNumber other, int parts)
    {
        for (int i = 0; i < parts; i++)
            if (At(i).CompareTo(other.At(i)) is var order and not 0) return order;
        return 0;
    }

    private int At(int index) => index < Numbers.Length ? Numbers[index] : 0;
}
