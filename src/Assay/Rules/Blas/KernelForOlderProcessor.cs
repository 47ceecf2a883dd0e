using System.Collections.Immutable;
using Assay.Blas;
using Assay.Blas.Kernels;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>A library that chooses among its kernels as it starts takes those for an older processor than it runs on.</summary>
public sealed class KernelForOlderProcessor : Rule
{
    private const string Variable = "OPENBLAS_CORETYPE";

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A412", "kernel-for-older-processor", nameof(KernelForOlderProcessor), "a library of linear algebra chooses its kernels for an older processor than it runs on");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/OpenMathLib/OpenBLAS/blob/develop/driver/others/dynamic.c",
        "https://github.com/OpenMathLib/OpenBLAS/issues/3620",
        "https://github.com/OpenMathLib/OpenBLAS/pull/4268",
        "https://github.com/OpenMathLib/OpenBLAS/issues/5713",
        "https://github.com/OpenMathLib/OpenBLAS/pull/5840",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        // What an emulator runs is slow whichever code it is; that a whole environment is translated by Rosetta is the finding then (A214).
        if (context.Target.Translation is "qemu" or "prism" || RosettaWords.IsTranslated(context)) yield break;
        foreach (IGrouping<string, (BlasConsumer Caller, string Routine, BlasLibrary Library)> served in Multipliers(context).GroupBy(served => served.Library.Behind ?? served.Library.Path))
        {
            (BlasConsumer caller, string routine, BlasLibrary library) = served.First();
            if (KernelPredictor.Of(library, context.Target, context.ThreadVariables.GetValueOrDefault(Variable)) is { Name: { } kernel, Shortfall: { } shortfall } prediction)
                yield return Told(library, kernel, shortfall, prediction, routine, [.. served.Select(each => each.Caller)], Callers.Package(caller, context), context);
        }
    }

    private Finding Told(BlasLibrary library, string kernel, string shortfall, KernelPrediction prediction, string routine, BlasConsumer[] callers, (string Name, string? Version)? package, RuleContext context)
    {
        bool isTranslated = context.Target.Translation is not null;
        return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Note,
            Title = $"`{routine}` of {Callers.Names(callers, context)} is done by the `{kernel}` kernels of {library.Title}, {shortfall}",
            Path = library.Behind ?? library.Path,
            Notes =
            [
                isTranslated ? "the numbers are right; native code has kernels for this machine"
                    : prediction.IsBuiltWithout ? "the numbers are right and take longer: it was built without its kernels for this processor"
                    : prediction.IsCuredLater ? "the numbers are right and take longer: this release does not know the processor, a newer one does"
                    : "the numbers are right and take longer: it does not know the processor",
            ],
            Remedies =
            [
                .. prediction.Better is { } better && !isTranslated ? [new Remedy.SetVariable(Variable, better, "chooses kernels that the library has and this processor can run")] : (ImmutableArray<Remedy>)[],
                .. isTranslated ? [new Remedy.Advise("start Python without Rosetta 2")]
                    : library.Implementation != BlasImplementation.OpenBlas ? [new Remedy.SwitchBlas("openblas")]
                    : !prediction.IsCuredLater ? []
                    : package is { } owner && Callers.IsItsOwn(library, owner.Name, context) ? [new Remedy.Upgrade(owner.Name)]

                    // A distribution keeps to one release: what its installer brings is mostly what is there.
                    : prediction.Better is not null ? []
                    : (ImmutableArray<Remedy>)[new Remedy.UpgradeLibrary("libopenblas.so.0")],
            ],
            Sources = Sources,
        };
    }

    // Who solves above another BLAS multiplies by that one.
    private static IEnumerable<(BlasConsumer Caller, string Routine, BlasLibrary Library)> Multipliers(RuleContext context)
    {
        foreach (BlasConsumer consumer in Callers.Of(context))
            if ((consumer.Product ?? consumer.Solver) is { Answer.Library: { } direct } pick) yield return (consumer, pick.Routine, pick.Answer.ProductsBy ?? direct);
    }
}
