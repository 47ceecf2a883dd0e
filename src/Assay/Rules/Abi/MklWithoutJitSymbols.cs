using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>A library takes the functions of Intel's profiler from MKL, which has them no more since 2024.1.</summary>
public sealed class MklWithoutJitSymbols : CauseRule
{
    // https://github.com/pytorch/pytorch/issues/123097: 2024.0 has them, 2024.1 does not.
    private static readonly PackedVersion Since = new(2024, 1, 0);

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A310", "mkl-without-jit-symbols", nameof(MklWithoutJitSymbols), "a library takes functions of Intel's profiler from MKL, which left them out from 2024.1 on");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/pytorch/pytorch/issues/123097",
        "https://github.com/intel/intel-extension-for-pytorch/issues/572",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.UndefinedSymbol, Symbol: { } symbol } load || symbol.TrimStart('_') is not ("iJIT_NotifyEvent" or "iJIT_IsProfilingActive" or "iJIT_GetNewMethodID")) return null;
        string file = load.Culprit ?? load.Requester ?? load.Opened;
        CondaPackage? conda = context.Environment.CondaPackages.FirstOrDefault(package => package.Name == "mkl");
        string? version = conda?.Version ?? context.Environment.Distributions.FirstOrDefault(distribution => distribution.NormalizedName == "mkl")?.Version;
        bool isKnownToLack = version is not null && PackedVersion.TryParse(string.Join('.', version.Split('.').Take(2)), out PackedVersion read) && read >= Since;
        Finding finding = Cause(failed, $"{Quoted(file)} takes `{symbol}` from MKL, which has it no more since 2024.1", file);
        return finding with
        {
            Notes =
            [
                .. finding.Notes,
                version is null ? "no package `mkl` is listed: the MKL that is loaded comes from elsewhere, such as a oneAPI on LD_LIBRARY_PATH"
                    : isKnownToLack ? $"mkl {version} is installed" : $"mkl {version} is installed, which still has it: another MKL is found before it",
            ],
            Remedies =
            [
                version is null || !isKnownToLack ? new Remedy.SetVariable("LD_LIBRARY_PATH", null, "lets the MKL of the environment be found") : new Remedy.Install(conda is null ? "mkl<2024.1" : "mkl=2024.0"),
                .. UpgradeOwner(context, file),
            ],
        };
    }
}
