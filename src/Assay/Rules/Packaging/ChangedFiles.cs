using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>Installed files are not what RECORD says they are.</summary>
public sealed class ChangedFiles : CauseRule
{
    private const int Shown = 5;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A511", "changed-files", nameof(ChangedFiles), "files of a package are not those that were installed");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Damage;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file",
        "https://github.com/scipy/scipy/issues/17185",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        // What the loader says of a file is closer to the cause, and a module that is nowhere is no matter of this file.
        if (failed.Load is not null || failed.Missing is not null || AtFailure(failed, context) is not { } changed) return null;
        return Cause(failed, Title(changed), Absolute(changed.Distribution, changed.Files[0])) with { Steps = Lines(changed), Remedies = Cure(changed) };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context)
    {
        foreach (ChangedDistribution changed in context.Ownership.Changed)
        {
            if (!context.IsInScope(changed.Distribution)) continue;
            FailedImport? failed = context.Failures.FirstOrDefault(candidate => AtFailure(candidate, context)?.Distribution == changed.Distribution);
            if (failed is not null && Explain(failed, context) is not null) continue;
            yield return new Finding
            {
                Code = Info.Code,
                Severity = SeverityOf(changed, context.Target),
                Title = Title(changed),
                Path = changed.Files.Length == 1 ? Absolute(changed.Distribution, changed.Files[0]) : changed.Distribution.MetadataPath,
                Import = failed?.Import,
                Steps = Lines(changed),
                Remedies = Cure(changed),
                Sources = Sources,
            };
        }
    }

    // People edit Python code by hand, and signing changes the files of macOS: no reason to warn.
    private static Severity SeverityOf(ChangedDistribution changed, Target target) =>
        changed.Files.Any(file => file.IsEmptied || (file.IsNative && target.Os != OperatingSystemKind.MacOs)) ? Severity.Warning : Severity.Note;

    private static ChangedDistribution? AtFailure(FailedImport failed, RuleContext context)
    {
        string text = failed.Deciding?.Message ?? "";
        string?[] places = [failed.LastFile, failed.Load?.Opened, failed.Load?.Culprit, failed.Load?.Requester, (failed.Deciding?.Origin as Imports.RefusedSource)?.File];
        foreach (ChangedDistribution changed in context.Ownership.Changed)
        {
            ImmutableArray<ChangedFile> there = [.. changed.Files.Where(file => Absolute(changed.Distribution, file) is var path && (places.Contains(path) || text.EndsWith($"({path})", StringComparison.Ordinal)))];
            if (!there.IsEmpty) return changed with { Files = there };
        }

        return null;
    }

    private static string Absolute(InstalledDistribution distribution, ChangedFile file) => PosixPath.Join(distribution.Location, file.File);

    private static string Title(ChangedDistribution changed)
    {
        InstalledDistribution distribution = changed.Distribution;
        return changed.Files is [var only] ? $"{Quoted(only.File)} is not the file that `{distribution.Name} {distribution.Version}` was installed with"
            : $"{changed.Files.Length} files of `{distribution.Name} {distribution.Version}` are not those it was installed with";
    }

    private static ImmutableArray<string> Lines(ChangedDistribution changed) =>
    [
        .. changed.Files.Take(Shown).Select(Line),
        .. changed.Files.Length > Shown ? (ImmutableArray<string>)[$"and {changed.Files.Length - Shown} more"] : [],
    ];

    private static string Line(ChangedFile file) => file.RecordedSize is { } size && size != file.Size
        ? $"changed: {file.File} has {file.Size} bytes, RECORD says {size}"
        : $"changed: {file.File} has another hash than RECORD says";

    private static ImmutableArray<Remedy> Cure(ChangedDistribution changed) => [new Remedy.Reinstall(changed.Distribution.Name, changed.Distribution.Version)];
}
