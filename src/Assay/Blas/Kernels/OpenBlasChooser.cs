using System.Collections.Immutable;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Blas.Kernels;

/// <summary>The choice of one file of OpenBLAS, by the tables that are in it.</summary>
/// <param name="tables">Its tables, as in <c>gotoblas_HASWELL</c>.</param>
/// <param name="target">Where it runs.</param>
internal sealed class OpenBlasChooser(ImmutableArray<string> tables, Target target)
{
    private const string NotEstablished = "?";

    // A table that stands for another may be stood for itself; no chain of the data is longer.
    private const int LongestChain = 8;

    private static readonly OpenBlasKnowledge Known = OpenBlasKnowledge.Own;

    private readonly bool isArm = target.Architecture is Architecture.Arm64 or Architecture.Arm64E;
    private readonly ImmutableHashSet<string> present = [.. tables];

    // What the tables were made with: see "absent" in the data.
    private bool IsList => isArm ? !Known.Whole.All(present.Contains) : !present.Contains("KATMAI");

    /// <summary>What is chosen.</summary>
    /// <param name="release">The release; a build between two of them is asked about as both.</param>
    /// <param name="model">The processor.</param>
    /// <param name="table">The table, when it is known.</param>
    public KernelPrediction Choose(ReleaseNumber release, CpuModel model, out string? table)
    {
        table = null;
        if (release.CompareRelease(Known.Last) > 0) return KernelPrediction.NotKnown($"how releases after {string.Join('.', Known.Last.Numbers)} choose is not known here");
        KernelRow? row = Known.Rows.FirstOrDefault(row => target.Os == OperatingSystemKind.MacOs && isArm ? row.Maker == "macos" : row.Fits(model));
        if (row is null || (isArm && target.Os is not (OperatingSystemKind.MacOs or OperatingSystemKind.Linux))) return KernelPrediction.NotKnown($"how it chooses on {(target.Os == OperatingSystemKind.Windows && isArm ? "Windows on Arm" : $"processors of {model.Maker} of family {model.Family}")} is not known here");
        if (row.At(release) is not { } ladder) return KernelPrediction.NotKnown("how so old a release chooses is not known here");
        if (target.Announced is not { } announced) return KernelPrediction.NotKnown("what the processor announces is not known");
        string wanted = ladder.Choose(announced);

        // Without SVE in the compiler the row is not there, and the kernels for its processors without SVE are not chosen either.
        if (row.Needs is { } needed && wanted == Known.BetterTable && !present.Contains(needed)) return KernelPrediction.NotKnown($"what it does without its kernels for {needed} is not known here");
        table = Stands(wanted, release);
        string? name = table is null ? null : Name(table, release);
        return name is null ? KernelPrediction.NotKnown("what this release does on this processor is not established") : KernelPrediction.Of(name);
    }

    // The table itself, or the one that was compiled in its place; null when that is not established.
    private string? Stands(string wanted, ReleaseNumber release)
    {
        ImmutableDictionary<string, string> absent = Known.Absent[(isArm ? "arm" : "x86") + (IsList ? "-list" : "")];
        string table = wanted;
        for (int i = 0; i < LongestChain && table != NotEstablished; i++)
        {
            if (Known.Always.TryGetValue(table, out ImmutableArray<(ReleaseNumber Since, string Table)> always)) table = always.LastOrDefault(step => step.Since.CompareRelease(release) <= 0).Table ?? NotEstablished;
            else if (present.Contains(table)) return table;
            else table = absent.GetValueOrDefault(table, NotEstablished);
        }

        return null;
    }

    // The library compares its choice with one table after another, and several may be one.
    private string? Name(string table, ReleaseNumber release)
    {
        bool hasOlder = release.CompareRelease(Known.OlderSince) < 0 || present.Contains(Known.OlderMark);
        foreach ((string candidate, string name) in isArm ? Known.ArmNames : Known.X86Names)
        {
            if (!IsKnown(candidate, release)) continue;
            string? stands = Stands(candidate, release);
            if (stands is null && table != candidate && !present.Contains(candidate) && CouldBe(candidate, table)) return null;
            if (stands != table) continue;
            if (!Known.OlderNames.TryGetValue(candidate, out string? instead)) return name;

            // With a list of its own a file may have code for old processors and not their names.
            return IsList && present.Contains(candidate) ? null : hasOlder ? name : instead;
        }

        return null;
    }

    // A table that came later is not compared with: V2 has no meaning before the release that brought it.
    private static bool IsKnown(string table, ReleaseNumber release) => !Known.Always.TryGetValue(table, out ImmutableArray<(ReleaseNumber Since, string Table)> always) || always[0].Since.CompareRelease(release) <= 0;

    // Only V2 has been now this table and now that one.
    private static bool CouldBe(string candidate, string table) => Known.Always.TryGetValue(candidate, out ImmutableArray<(ReleaseNumber Since, string Table)> always) && always.Any(step => step.Table == table);
}
