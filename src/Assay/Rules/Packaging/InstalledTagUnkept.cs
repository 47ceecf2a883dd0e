using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>An installed wheel promised something else than its compiled code keeps: the installer was right to take it, and it does not work.</summary>
public sealed class InstalledTagUnkept : CauseRule
{
    private const string Advice = "use another release, or tell its makers: installing it again brings the same files";

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A514", "installed-tag-unkept", nameof(InstalledTagUnkept), "the wheel that was installed promised more in its tag than its files keep");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Displacement;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/",
        "https://github.com/vllm-project/vllm/issues/41103",
        "https://github.com/stlehmann/pyads/issues/365",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is { Kind: LoadFailureKind.MissingVersion } asked) return Newer(failed, asked, context);
        string? file = failed.Load is { Kind: LoadFailureKind.WrongArchitecture or LoadFailureKind.WrongClass } load ? load.Culprit ?? load.Opened : null;
        UnkeptTag? unkept = context.UnkeptTags.FirstOrDefault(candidate => Path(candidate) is var path && (path == file || (failed.Missing?.NearMisses.Contains(path) ?? false)));
        return unkept is null ? null : Cause(failed, Title(unkept), Path(unkept)) with { Remedies = [new Remedy.Advise(Advice)] };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context) => context.UnkeptTags
        .Where(unkept => context.IsInScope(unkept.Distribution) && !context.Failures.Any(failed => Explain(failed, context)?.Path == Path(unkept)))
        .GroupBy(unkept => unkept.Distribution.MetadataPath)
        .Select(group => group.First())
        .Select(unkept => new Finding
        {
            Code = Info.Code,
            Severity = Severity.Warning,
            Title = Title(unkept),
            Path = Path(unkept),
            Remedies = [new Remedy.Advise(Advice)],
            Sources = Sources,
        });

    // manylinux names the oldest glibc that a wheel promises to work with; this system has a newer one than that, and yet not the one that is asked for.
    private Finding? Newer(FailedImport failed, LoadFailure asked, RuleContext context)
    {
        string? file = asked.Requester ?? asked.Culprit;
        if (context.Target is not { Os: OperatingSystemKind.Linux, Libc: LibcKind.Glibc, LibcVersion: { } present } || asked.Version is not { } version || !version.StartsWith("GLIBC_", StringComparison.Ordinal)) return null;
        if (context.OwnerOf(file) is not { KeepsRecord: true } owner || context.Ownership.Changed.Any(changed => changed.Distribution == owner && changed.Files.Any(each => PosixPath.Join(owner.Location, each.File) == PosixPath.Normalize(file!)))) return null;
        PlatformTag? promise = owner.WheelPlatforms.FirstOrDefault(tag => tag is { Libc: LibcKind.Glibc, Version: not null } && tag.IsFor(context.Target) && tag.Version <= present);
        return promise is null ? null
            : Cause(failed, $"{Quoted(file)} needs glibc {version["GLIBC_".Length..]}, the wheel of `{owner.Name} {owner.Version}` promises {promise.Version} ({promise.Text})", file) with { Remedies = [new Remedy.Install($"{owner.Name}<{owner.Version}"), new Remedy.Advise(Advice)] };
    }

    private static string Title(UnkeptTag unkept) =>
        $"{Quoted(unkept.File)} is for {unkept.Found}, the wheel of `{unkept.Distribution.Name} {unkept.Distribution.Version}` promises {unkept.Tag}";

    private static string Path(UnkeptTag unkept) => PosixPath.Join(unkept.Distribution.Location, unkept.File);
}
