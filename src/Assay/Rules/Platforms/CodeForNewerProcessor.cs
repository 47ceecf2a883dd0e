using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading.Instructions;
using Assay.Primitives;
using Assay.Targets.Cpu;

namespace Assay.Rules;

/// <summary>A file that an import loads is compiled for newer processors as a whole: the import may go well, calls will not.</summary>
public sealed class CodeForNewerProcessor : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A218", "code-for-newer-processor", nameof(CodeForNewerProcessor), "a library is compiled for newer processors as a whole, so calls into it die");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://gcc.gnu.org/onlinedocs/gcc/x86-Options.html (-march)",
        "https://gitlab.com/x86-psABIs/x86-64-ABI (micro-architecture levels)",
        "https://github.com/tensorflow/tensorflow/issues/46178",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        HashSet<string> explained = [.. context.Failures.Select(failed => failed.Load?.Instruction?.File).OfType<string>()];
        foreach (NewerCode newer in context.Processes.SelectMany(process => process.NewerCode).DistinctBy(each => each.File))
        {
            if (explained.Contains(newer.File)) continue;
            string needs = string.Join(", ", CpuFeatureNames.Of(newer.Lacking));
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Warning,
                Title = $"nearly all code of `{PosixPath.Name(newer.File)}` needs {needs}, which {context.Target.Cpu ?? "this processor"} does not have; what calls it dies of SIGILL",
                Path = PosixPath.Normalize(newer.File),
                Notes = ["the import itself does not come to such an instruction, as far as its code was followed"],
                Remedies = context.OwnerOf(newer.File) is { } owner ? [new Remedy.Advise($"install a build of {owner.Name} for the baseline of the architecture")] : [new Remedy.Advise("install a build for the baseline of the architecture")],
                Sources = Sources,
            };
        }
    }
}
