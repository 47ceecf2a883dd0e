using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>A file with two equal LC_RPATHs: harmless for years, refused since macOS 15.4.</summary>
public sealed class DuplicateRunPath : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A113", "duplicate-run-path", nameof(DuplicateRunPath), "a file names the same LC_RPATH twice, which macOS refuses since 15.4");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/apple-oss-distributions/dyld (mach_o/UnsafeHeader.cpp, mach_o/Policy.cpp: enforced since dyld 1284)",
        "https://github.com/conda/conda-build/issues/5671",
        "https://github.com/prefix-dev/pixi/issues/3479",
        "https://github.com/RoboStack/ros-noetic/issues/529",
        "https://github.com/passagemath/passagemath/issues/764",
        "https://github.com/pytorch/pytorch/pull/189704",
        "https://keith.github.io/xcode-man-pages/install_name_tool.1.html",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.StrictHeader, Evidence: [{ Record: "LC_RPATH", Field: "path" } twice, ..] } load) return null;
        string file = load.Culprit ?? load.Opened;
        return Cause(failed, $"{Quoted(file)} names the LC_RPATH `{twice.Value}` twice, which {MachHeaderWords.System(context.Target)} does not accept", file) with
        {
            Notes = [.. PythonText.Behind(failed), MachHeaderWords.Gate(failed.Culprit)],
            Remedies = [.. UpgradeOwner(context, file), new Remedy.RemoveRunPath(file, twice.Value)],
        };
    }
}
