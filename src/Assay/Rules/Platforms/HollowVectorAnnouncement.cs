using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Packaging;
using Assay.Targets.Cpu;

namespace Assay.Rules;

/// <summary>A virtual machine announces SVE2 without SVE, and an OpenSSL that believes it is at hand.</summary>
public sealed class HollowVectorAnnouncement : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A220", "hollow-vector-announcement", nameof(HollowVectorAnnouncement), "the virtual machine announces SVE2 without SVE, and OpenSSL believes it");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/pyca/cryptography/issues/14764",
        "https://github.com/pyca/cryptography/issues/14733",
        "https://github.com/docker/for-mac/issues/7505",
        "https://github.com/openssl/openssl (crypto/armcap.c)",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        if (context.Target.Announced is not { } announced || !announced.Has(CpuFeature.ArmSve2) || announced.Has(CpuFeature.ArmSve)) yield break;
        if (context.Environment.Distributions.FirstOrDefault(distribution => distribution.NormalizedName == "cryptography") is not { } found || !context.IsInScope(found) || !IsAffected(found)) yield break;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Warning,
            Title = $"this kernel announces SVE2 without SVE, and the OpenSSL inside {found.Name} {found.Version} takes it at its word: `Illegal instruction`, exit status 132",
            Path = found.MetadataPath,
            Notes = ["seen in virtual machines on an Apple M4, which has neither: Docker Desktop up to 4.38, Multipass"],
            Remedies =
            [
                new Remedy.SetVariable("OPENSSL_armcap", "0", "keeps OpenSSL to plain instructions"),
                new Remedy.Install("cryptography<47"),
                new Remedy.Advise("or update what runs the virtual machine: Docker Desktop 4.39 has it mended"),
            ],
            Sources = Sources,
        };
    }

    private static bool IsAffected(InstalledDistribution found) => VersionSpecifiers.TryParse(">=47", out VersionSpecifiers? specifiers) && found.Version is { } version && specifiers.Contains(version);
}
