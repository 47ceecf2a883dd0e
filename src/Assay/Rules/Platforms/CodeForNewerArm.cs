using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Loading.Instructions;

namespace Assay.Rules;

/// <summary>A file of 32-bit Arm is compiled for a newer version of the architecture than the processor has.</summary>
public sealed class CodeForNewerArm : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A223", "code-for-newer-arm", nameof(CodeForNewerArm), "code of 32-bit Arm is compiled for a newer version of the architecture than the processor has");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/ARM-software/abi-aa/blob/main/addenda32/addenda32.rst (Build attributes)",
        "https://developer.arm.com/documentation/ddi0100/i (Armv6: what it leaves undefined)",
        "https://developer.arm.com/documentation/ddi0406/latest (Armv7: what it added)",
        "https://github.com/piwheels/packages/issues/276",
        "https://github.com/piwheels/packages/issues/348",
        "https://github.com/pyca/cryptography/issues/6801",
        "https://github.com/Legrandin/pycryptodome/issues/585",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.IllegalInstruction, ArmCode: { } code }) return null;
        Finding cause = Cause(failed, Title(code, context), code.File);
        return cause with { Notes = [.. cause.Notes, How(code), .. code.Proof is { } proof ? [Sure(proof)] : ImmutableArray<string>.Empty], Remedies = Remedies(code, context) };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        HashSet<string> explained = [.. context.Failures.Select(failed => failed.Load?.ArmCode?.File).OfType<string>()];
        IEnumerable<NewerArmCode> ofWheel = context.Wheel is { } wheel ? wheel.Binaries.Select(binary => binary.ArmCode).OfType<NewerArmCode>() : [];
        foreach (NewerArmCode code in context.Processes.SelectMany(process => process.NewerArmCode).Concat(ofWheel).DistinctBy(each => each.File))
        {
            if (explained.Contains(code.File)) continue;
            bool isCertain = code.Proof is not null && context.Wheel is not null;
            yield return new Finding
            {
                Code = Info.Code,
                Severity = isCertain ? Severity.Error : Severity.Warning,
                Title = Title(code, context),
                Path = Tidy(code.File),
                Evidence = code.Text is null ? [] : [Place(code)],
                Notes = code.Proof is { } proof ? [How(code), Sure(proof)] : [How(code)],
                Remedies = Remedies(code, context),
                Sources = Sources,
            };
        }
    }

    private static Evidence Place(NewerArmCode code) => new(Tidy(code.File)!, null, $"0x{code.Address:x}", code.Bytes, code.Text!, $"Tag_CPU_arch: {code.Attributes.ArchitectureName}");

    private static string Title(NewerArmCode code, RuleContext context) =>
        $"{Quoted(code.File)} is compiled for {code.Needs}, and {context.Target.Cpu ?? "this processor"} is an Armv{context.Target.ArmVersion}";

    private static string How(NewerArmCode code) => code switch
    {
        { Text: null } => "what of it runs on import was not followed to such an instruction; calls into it may come to one: SIGILL, `Illegal instruction`",
        { Text: "Thumb-2" } => $"the import comes to Thumb-2 code ({code.Entry}), of which an Armv6 takes each half for an instruction of its own: mostly SIGILL, else something else goes wrong",
        { Entry: "DT_INIT" or "DT_INIT_ARRAY" } => $"it runs as soon as the file is loaded ({code.Entry}){In(code)}",
        { Entry: "Py_mod_create" or "Py_mod_exec" } => $"it runs when the module is filled ({code.Entry}){In(code)}",
        _ => $"it runs when the module is initialised ({code.Entry}){In(code)}",
    };

    private static string In(NewerArmCode code) => code.Function is { } function && function != code.Entry ? $" in `{function}`" : "";

    private static string Sure(InstructionProof proof) => proof switch
    {
        InstructionProof.EveryPath => "every way through that code that does not fail comes to this instruction",
        _ => "the whole file is compiled for such processors, and nothing in it asks which one it runs on",
    };

    private static ImmutableArray<Remedy> Remedies(NewerArmCode code, RuleContext context)
    {
        InstalledDistribution? owner = context.OwnerOf(code.File);
        if (owner is null || context.Wheel is not null)
        {
            string name = owner?.Name ?? "NAME";
            return [new Remedy.Advise($"take another release, or build it on the machine itself: `pip install --no-cache-dir --no-binary {name} {name}`")];
        }

        return
        [
            new Remedy.Install($"{owner.Name}<{owner.Version}"),
            new Remedy.Advise($"or build it on the machine itself: `pip install --force-reinstall --no-deps --no-cache-dir --no-binary {owner.Name} {owner.Name}=={owner.Version}`"),
        ];
    }
}
