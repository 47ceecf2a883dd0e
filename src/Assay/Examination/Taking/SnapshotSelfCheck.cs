using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Primitives;
using Assay.Snapshots;

namespace Assay.Examination.Taking;

/// <summary>Judges a snapshot that was just written, for every target that was judged while it was taken, and sets the verdicts beside those of the environment itself.</summary>
public sealed class SnapshotSelfCheck
{
    private SnapshotSelfCheck(int count, ImmutableArray<string> differences)
    {
        Summary = differences.IsEmpty ? $"judged from it, all {count} verdicts are those of the environment itself" : $"judged from it, {differences.Length} of {count} verdicts differ from those of the environment itself";
        Differences = differences;
    }

    /// <summary>How it went, in one line.</summary>
    public string Summary { get; }

    /// <summary>What differs, one line each.</summary>
    public ImmutableArray<string> Differences { get; }

    /// <summary>Checks one.</summary>
    /// <param name="taken">What was found while it was taken.</param>
    /// <param name="file">The file's content.</param>
    /// <param name="name">Its name.</param>
    /// <param name="personal">What was taken out of it.</param>
    public static SnapshotSelfCheck Of(TakenSnapshot taken, byte[] file, string name, PersonalBytes personal)
    {
        ArgumentNullException.ThrowIfNull(taken);
        ArgumentNullException.ThrowIfNull(personal);
        if (SnapshotReader.Read(new MemoryByteSource(file), PosixPath.Name(name), out SnapshotFault? fault) is not { } snapshot) return new SnapshotSelfCheck(0, [$"it cannot be read back: {fault}"]);
        ImmutableArray<string>.Builder differences = ImmutableArray.CreateBuilder<string>();
        int count = 0;
        foreach ((ExaminationResult live, bool isOwn) in taken.Others is { } others ? new[] { (taken.Own!, true), (others, false) } : [(taken.Own!, true)])
        {
            ExaminationRequest asked = SnapshotExaminer.Inside(live.Request with { Imports = [], Targets = isOwn ? [] : taken.Targets }, snapshot);
            ExaminationResult kept;
            try
            {
                kept = Examiner.Run(asked, snapshot.Machine);
            }
            catch (Exception error) when (NotRecordedException.In(error) is { } missing)
            {
                differences.Add(missing.Message);
                continue;
            }

            if (kept.Fault is { } refusal)
            {
                differences.Add(refusal.Message);
                continue;
            }

            foreach ((TargetExamination real, TargetExamination told) in live.Targets.Zip(kept.Targets))
            {
                Dictionary<string, Verdict> verdicts = told.Imports.ToDictionary(import => import.Verdict.Import, import => import.Verdict, StringComparer.Ordinal);
                foreach (ImportExamination import in real.Imports)
                {
                    count++;
                    string expected = personal.Without(Describe(import.Verdict)), found = verdicts.TryGetValue(personal.Without(import.Verdict.Import), out Verdict? verdict) ? Describe(verdict) : "no verdict";
                    if (expected != found) differences.Add($"{import.Verdict.Import} on {real.Target.Name}: {found} from the snapshot, {expected} from the environment");
                }

                if (told.Gap is { } gap) differences.Add($"{real.Target.Name}: {gap}");
            }
        }

        return new SnapshotSelfCheck(count, differences.ToImmutable());
    }

    private static string Describe(Verdict verdict) =>
        $"{verdict.Kind}{(verdict.Exception is { } type ? " " + type : "")}{(verdict.Signal is { } signal ? " " + signal : "")}{(verdict.Message is { } message ? ": " + message : "")}{(verdict.Findings.IsDefaultOrEmpty ? "" : $" [{string.Join(' ', verdict.Findings)}]")}";
}
