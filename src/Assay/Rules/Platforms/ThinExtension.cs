using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>A universal Python with a package for one of its two architectures: what starts Python decides whether it imports.</summary>
public sealed class ThinExtension : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A202", "thin-extension", nameof(ThinExtension), "Python has code for two architectures and an extension for only one of them");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://developer.apple.com/documentation/apple-silicon/building-a-universal-macos-binary",
        "https://github.com/numpy/numpy/issues/31981",
        "https://github.com/actions/setup-python/issues/439",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.WrongArchitecture } load || !IsUniversal(context)) return null;
        string file = load.Culprit ?? load.Opened;
        string have = PlatformWords.List(failed.Culprit, OperatingSystemKind.MacOs);
        string run = PlatformWords.Of(context.Target.Architecture, OperatingSystemKind.MacOs);
        return Cause(failed, $"{Quoted(file)} has only {have} code, and this universal Python is started as {run}", file) with
        {
            Remedies = context.Target.Translation is null
                ? [.. Replacement(context, file, run), new Remedy.Advise($"or start Python as {have}, which Rosetta 2 translates: `arch -{have} python3`")]
                : [new Remedy.Advise($"start Python as {have}: `arch -{have} python3`, or switch off `Open using Rosetta` for the program that starts it"), .. Replacement(context, file, run)],
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context)
    {
        if (!IsUniversal(context)) yield break;
        ImmutableArray<FileGlance> thin = [.. context.OpenedBinaries.Where(glance => glance.Architectures.Contains(context.Target.Architecture) && !context.Environment.Architectures.All(glance.Architectures.Contains))];
        if (thin.IsEmpty) yield break;
        string have = PlatformWords.Of(context.Target.Architecture, OperatingSystemKind.MacOs);
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Note,
            Title = thin.Length == 1 ? $"`{PosixPath.Name(thin[0].Path)}` has only {have} code" : $"`{PosixPath.Name(thin[0].Path)}` and {thin.Length - 1} other binaries have only {have} code",
            Path = thin[0].Path,
            Notes = ["this Python is universal: started under the other architecture, it cannot import them"],
            Sources = Sources,
        };
    }

    // A universal Python may itself be put together badly: the program from one build, lib-dynload from another.
    private static ImmutableArray<Remedy> Replacement(RuleContext context, string file, string run) =>
        context.Environment.StandardLibrary is { } library && file.StartsWith(library + "/lib-dynload/", StringComparison.Ordinal)
            ? [new Remedy.Advise($"install this Python again: a universal one has a standard library with {run} code too")]
            : ReinstallOwner(context, file);

    private static bool IsUniversal(RuleContext context) => context.Target.Os == OperatingSystemKind.MacOs && context.Environment.Architectures.Length > 1;
}
