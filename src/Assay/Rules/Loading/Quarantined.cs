using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>Native files that carry the mark of a download, which Gatekeeper may refuse to load.</summary>
public sealed class Quarantined : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A116", "quarantined", nameof(Quarantined), "native files carry the mark of a download, and macOS may refuse to load them");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://support.apple.com/guide/security/gatekeeper-and-runtime-protection-sec5599b66df/web",
        "https://github.com/flet-dev/flet/issues/4543",
        "https://github.com/flet-dev/serious-python/issues/133",
        "https://github.com/CadQuery/CQ-editor/issues/337",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        if (context.MacOs?.Quarantined is not [var first, ..] files) yield break;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Warning,
            Title = files.Length == 1
                ? $"{Named(first)} carries the mark of a download, and macOS may refuse to load it"
                : $"{Named(first)} and {files.Length - 1} more files carry the mark of a download, and macOS may refuse to load them",
            Path = first,
            Notes = ["what is seen then: `not valid for use in process: library load disallowed by system policy`, or a dialog that says `Not Opened`"],
            Remedies = [.. Directories(context, files).Select(directory => new Remedy.LiftQuarantine(directory))],
            Sources = Sources,
        };
    }

    private static string Named(string path) => $"`{PosixPath.Name(path)}`";

    // What came in one archive is marked as a whole, so the mark is taken off the whole.
    private static IEnumerable<string> Directories(RuleContext context, ImmutableArray<string> files) => files
        .Select(file => context.Environment.SiteDirectories.FirstOrDefault(directory => file.StartsWith(directory + "/", StringComparison.Ordinal)) ?? PosixPath.Directory(file))
        .Distinct(StringComparer.Ordinal);
}
