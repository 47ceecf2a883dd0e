namespace Assay.Packaging.Choosing;

/// <summary>What is to be installed where.</summary>
/// <param name="Requirement">The requirement.</param>
/// <param name="Tags">The tags of interpreter and machine, in the installer's order.</param>
/// <param name="AllowsSources">False for <c>--only-binary :all:</c> and <c>--no-build</c>.</param>
public sealed record Question(Requirement Requirement, SupportedTags Tags, bool AllowsSources = true)
{
    /// <summary>True to take pre-releases like any version (<c>--pre</c>, <c>--prerelease allow</c>).</summary>
    public bool AllowsPrereleases { get; init; }
}
