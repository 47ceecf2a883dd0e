using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Packaging.Choosing;

/// <summary>What comes nearest where an installer finds no wheel: which wheels it passes over, and what else would have one.</summary>
/// <param name="Version">The version that is looked at: the one whose source distribution is left, or the newest that was asked for; null when there is none.</param>
/// <param name="Refused">The wheels of that version by reason, the closest first; empty when it has none.</param>
public sealed record NearMisses(string? Version, ImmutableArray<RefusedGroup> Refused)
{
    /// <summary>The wheel of the newest version, asked for or not, that is taken on this machine by this Python; null when no version has one.</summary>
    public IndexFile? OtherVersion { get; init; }

    /// <summary>True when <see cref="OtherVersion"/> is within what was asked for.</summary>
    public bool OtherVersionIsAskedFor { get; init; }

    /// <summary>The Pythons that would get a wheel of <see cref="Version"/> on this machine, the oldest first.</summary>
    public ImmutableArray<PythonBuild> Pythons { get; init; } = [];

    /// <summary>The oldest release of this system (macOS, glibc or musl) on which this Python would get a wheel of <see cref="Version"/>; null when none would do.</summary>
    public PackedVersion? System { get; init; }

    /// <summary>Looks for them.</summary>
    /// <param name="page">The page.</param>
    /// <param name="question">The question that was answered without a wheel.</param>
    /// <param name="tagsOf">The tags of other Pythons on the same machine.</param>
    public static NearMisses Of(IndexPage page, Question question, Func<PythonBuild, SupportedTags> tagsOf)
    {
        ArgumentNullException.ThrowIfNull(tagsOf);
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(question);
        Installer installer = question.Tags.Installer;
        ReadFile? chosen = page.Choose(question) is { } file ? page.Read(installer, file) : null;
        PackageVersion? version = chosen?.Version ?? Newest(page, question);
        if (version is null) return new NearMisses(null, []) { OtherVersion = Wheel(page, question, any: true) };

        ReadFile[] own = [.. page.For(installer).Where(each => each.Version.CompareTo(version) == 0)];
        (ReadFile File, Refusal Refusal)[] refused =
        [
            .. own.Where(each => each.IsWheel)
                .Select(each => (File: each, Refusal: Refusal.Of(each, question)!)).Where(each => each.Refusal is not null),
        ];

        IndexFile? asked = Wheel(page, question, any: false);

        // Only that release is asked again and again.
        IndexPage release = new(page.Project, own.Select(each => each.File));
        Requirement? bare = Requirement.TryParse(question.Requirement.Name, out Requirement? read) ? read : null;
        return new NearMisses(version.ToString(),
        [
            .. refused.GroupBy(each => each.Refusal).OrderByDescending(group => group.Key.Kind).ThenBy(group => group.Key.Reason, StringComparer.Ordinal)
                .Select(group => new RefusedGroup(group.Key, group.First().File.File.Filename, group.Count())),
        ])
        {
            OtherVersion = asked ?? Wheel(page, question, any: true),
            OtherVersionIsAskedFor = asked is not null,
            Pythons = [.. PythonReleases.All.Where(python => python.Minor != question.Tags.Python.Minor || question.Tags.Python.IsFreeThreaded).Where(HasWheel)],
            System = refused.Select(each => each.Refusal.Needed).Where(needed => needed is not null).Min(),
        };

        bool HasWheel(PythonBuild python) => bare is not null && release.Choose(new Question(bare, tagsOf(python), AllowsSources: false) { AllowsPrereleases = true }) is not null;
    }

    // The newest version that was asked for, whatever keeps its files from being taken.
    private static PackageVersion? Newest(IndexPage page, Question question) => page.For(question.Tags.Installer)
        .Where(file => (!file.Version.IsPrerelease || question.AllowsPrereleases) && Refusal.IsAskedFor(file, question))
        .Select(file => file.Version).Max();

    private static IndexFile? Wheel(IndexPage page, Question question, bool any)
    {
        Question wheels = question with { AllowsSources = false };
        if (any && Requirement.TryParse(question.Requirement.Name, out Requirement? bare)) wheels = wheels with { Requirement = bare };
        return page.Choose(wheels);
    }
}
