namespace Assay.Packaging.Choosing;

/// <summary>A file of a page whose name was read.</summary>
/// <param name="File">The file.</param>
/// <param name="Version">Its version.</param>
/// <param name="VersionText">The version in its normalised spelling.</param>
/// <param name="Tags">The tags of a wheel; null for a source distribution.</param>
/// <param name="Build">The build tag of a wheel, or null.</param>
/// <param name="RequiresPython">The Requires-Python as the installer reads it; null when there is none, or none that counts.</param>
internal sealed record ReadFile(IndexFile File, PackageVersion Version, string VersionText, IReadOnlyList<WheelTag>? Tags, BuildTag? Build, VersionSpecifiers? RequiresPython)
{
    /// <summary>True for a wheel.</summary>
    public bool IsWheel => Tags is not null;

    /// <summary>Compares what two wheels of one version offer: the better tag is more, then the higher build.</summary>
    /// <param name="rank">The place of the better tag of this file; of a source distribution, behind all.</param>
    /// <param name="other">The other file.</param>
    /// <param name="otherRank">Its place.</param>
    public int CompareOffer(int? rank, ReadFile other, int? otherRank)
    {
        int order = -(rank ?? int.MaxValue).CompareTo(otherRank ?? int.MaxValue);
        return order != 0 ? order : (Build, other.Build) switch { (null, null) => 0, (null, _) => -1, (_, null) => 1, ({ } mine, { } theirs) => mine.CompareTo(theirs) };
    }
}
