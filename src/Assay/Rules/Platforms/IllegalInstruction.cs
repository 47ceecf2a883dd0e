using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Loading.Instructions;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Rules;

/// <summary>Code that an import executes uses an instruction which the processor does not know.</summary>
public sealed class IllegalInstruction : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A217", "illegal-instruction", nameof(IllegalInstruction), "code that runs during the import uses an instruction this processor does not have");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://www.intel.com/content/www/us/en/developer/articles/technical/intel-sdm.html (vol. 2, #UD of each instruction)",
        "https://developer.arm.com/documentation/ddi0487/latest (A2, architecture extensions; C4, encodings)",
        "https://github.com/icedland/iced (CPUID bits by instruction)",
        "https://github.com/pytorch/pytorch/issues/132032",
        "https://github.com/tensorflow/tensorflow/issues/46178",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.IllegalInstruction, Instruction: { } fatal }) return null;
        string needs = string.Join(" and ", CpuFeatureNames.Of(fatal.Lacking));
        InstalledDistribution? owner = context.OwnerOf(fatal.File);
        return Cause(failed, $"{Quoted(fatal.File)} needs {needs}, which {Processor(context.Target)} does not have", fatal.File) with
        {
            Evidence = [new Evidence(Tidy(fatal.File)!, null, $"0x{fatal.Instruction.Address:x}", Convert.ToHexStringLower(fatal.Instruction.Bytes.Span), fatal.Instruction.Text, $"needs {needs}")],
            Notes = [How(fatal), Sure(fatal)],
            Remedies =
            [
                .. owner is null ? Array.Empty<Remedy>() : [new Remedy.Advise($"install a build of {owner.Name} for the baseline of the architecture: {Baseline(context, owner)}")],
                new Remedy.Advise(context.Target.Translation is null
                    ? "in a virtual machine, pass the host's processor through (QEMU and Proxmox: CPU type `host`); else run it on a processor that has " + needs
                    : $"{context.Target.Translation} does not translate {needs}: use a Python and packages for the machine's own processor"),
            ],
        };
    }

    private static string Baseline(RuleContext context, InstalledDistribution owner) =>
        context.Environment.Kind == EnvironmentKind.Conda ? "the packages of conda-forge are built so" : $"a wheel of the index rather than one compiled here, or an earlier version than {owner.Version}";

    private static string Processor(Target target) => target.Cpu is { } name ? name : target.Translation ?? "this processor";

    private static string How(FatalInstruction fatal)
    {
        string where = fatal.Function is { } function ? $" in `{function}`" : "";
        return fatal.Entry switch
        {
            "DT_INIT" or "DT_INIT_ARRAY" or "__mod_init_func" or "__init_offsets" or "AddressOfEntryPoint" or "AddressOfCallBacks" => $"it runs as soon as the file is loaded ({fatal.Entry}){where}",
            "IRELATIVE" => $"it runs while the file is linked ({fatal.Entry}){where}",
            _ => $"it runs when the module is initialised ({fatal.Entry}){where}",
        };
    }

    private static string Sure(FatalInstruction fatal) => fatal.Proof switch
    {
        InstructionProof.EveryPath => "every way through that code comes to this instruction; nothing asks the processor first",
        _ => "nearly all of the file's code is compiled for such processors, as `-march=native` does",
    };
}
