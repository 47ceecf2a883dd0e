using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;

namespace Assay.Rules;

/// <summary>Files that were installed are no longer there.</summary>
public sealed class RecordedFilesMissing : CauseRule
{
    private const int Shown = 5;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A505", "recorded-files-missing", nameof(RecordedFilesMissing), "files that a package installed are no longer there");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Damage;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } = ["https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file"];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        // What is missing decides where it is known; otherwise the last module that ran decides: it may lack a name it should have.
        IncompleteDistribution? check = failed.Missing is { } missing ? Lacking(context, missing.Name)
            : failed.Load is null ? context.RecordOf(context.OwnerOf(failed.LastFile)) : null;
        return check is null ? null : Cause(failed, Title(check), check.Distribution.MetadataPath) with
        {
            Steps = Files(check),
            Remedies = [new Remedy.Reinstall(check.Distribution.Name, check.Distribution.Version)],
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context) => context.Records.Where(check => context.IsInScope(check.Distribution) && !PathTooLong.Explains(check, context.Target)).Select(check => new Finding
    {
        Code = Info.Code,
        Severity = Severity.Warning,
        Title = Title(check),
        Path = check.Distribution.MetadataPath,
        Steps = Files(check),
        Remedies = [new Remedy.Reinstall(check.Distribution.Name, check.Distribution.Version)],
        Sources = Sources,
    });

    private static IncompleteDistribution? Lacking(RuleContext context, string module)
    {
        string path = module.Replace('.', '/');
        return context.Records.FirstOrDefault(check => check.MissingFiles.Any(file =>
            file.StartsWith(path, StringComparison.Ordinal) && file.Length > path.Length && file[path.Length] is '.' or '/'));
    }

    private static string Title(IncompleteDistribution check)
    {
        InstalledDistribution distribution = check.Distribution;
        string files = check.MissingFiles.Length == 1 ? "1 file" : $"{check.MissingFiles.Length} files";
        return $"{files} of `{distribution.Name} {distribution.Version}` {(check.MissingFiles.Length == 1 ? "is" : "are")} gone, of {check.Check.CheckedFiles} recorded";
    }

    private static ImmutableArray<string> Files(IncompleteDistribution check) =>
    [
        .. check.MissingFiles.Take(Shown).Select(file => $"gone: {file}"),
        .. check.MissingFiles.Length > Shown ? (ImmutableArray<string>)[$"and {check.MissingFiles.Length - Shown} more"] : [],
    ];
}
