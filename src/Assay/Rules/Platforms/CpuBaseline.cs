using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Imports;
using Assay.Targets.Cpu;

namespace Assay.Rules;

/// <summary>NumPy was compiled for a newer processor, asks for it and ends its import.</summary>
public sealed class CpuBaseline : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A219", "cpu-baseline", nameof(CpuBaseline), "the core of NumPy was compiled for features that this processor does not announce, and refuses to start");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/numpy/numpy/blob/main/numpy/_core/src/common/npy_cpu_features.c (npy__cpu_validate_baseline)",
        "https://numpy.org/doc/stable/release/2.4.0-notes.html",
        "https://github.com/numpy/numpy/issues/31073",
        "https://github.com/numpy/numpy/issues/31478",
        "https://github.com/numpy/numpy/issues/31939",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Deciding?.Origin is not NumpyBaseline baseline) return null;
        string installed = context.ProviderOf("numpy")?.Version is { } version ? $"NumPy {version}" : "NumPy";
        Finding finding = Cause(failed, $"{installed} was compiled for {baseline.Baseline}, and {context.Target.Cpu ?? "this processor"} does not announce {Names(baseline.Lacking)}", baseline.File);
        return finding with
        {
            Notes = [.. finding.Notes, $"a virtual machine may hide what its host has: `assay explain cpu --why-not {Level(baseline.Missing[0])}` names each feature that is missing"],
            Remedies =
            [
                .. baseline.Missing[0] == "X86_V2" ? [new Remedy.Install("numpy<2.4")] : UpgradeOwner(context, baseline.File),
                new Remedy.Advise("in a virtual machine, give it the processor of its host: CPU type `host`, or `x86-64-v2-AES` in Proxmox"),
            ],
        };
    }

    private static string Names(CpuFeatures features)
    {
        const int most = 6;
        string[] names = [.. CpuFeatureNames.Of(features)];
        return names.Length == 1 ? names[0] : names.Length > most ? $"{string.Join(", ", names[..most])} and {names.Length - most} more" : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    private static string Level(string word) => word.StartsWith("X86_V", StringComparison.Ordinal) ? "x86-64-v" + word[5..] : word;
}
