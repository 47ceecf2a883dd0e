using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>An MKL that knows no processors of AMD does the linear algebra on one.</summary>
public sealed class MklOnAmd : Rule
{
    // MKL 2020 update 1 brought code for AMD's processors and ended MKL_DEBUG_CPU_TYPE, by which older ones could be told to use Intel's.
    private static readonly PackedVersion KnowsAmd = new(2020, 1, 0);

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A407", "mkl-on-amd", nameof(MklOnAmd), "an old MKL does the linear algebra on a processor of AMD, which it does not know");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/numpy/numpy/issues/11579",
        "https://github.com/ContinuumIO/anaconda-issues/issues/11993",
        "https://github.com/pytorch/pytorch/issues/38412",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        if (context.Target.Processor?.Vendor != ProcessorVendor.Amd) yield break;
        BlasConsumer[] served = [.. Callers.Of(context).Where(caller => caller.Product?.Answer.Library?.Implementation == BlasImplementation.Mkl)];
        if (served.Length == 0 || served[0].Product!.Value.Answer.Library is not { } library || Version(library, context) is not { } text || !PackedVersion.TryParse(text, out PackedVersion version) || version >= KnowsAmd) yield break;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Note,
            Title = $"`{served[0].Product!.Value.Routine}` of {Callers.Names(served, context)} is done by MKL {text}, which runs its slowest code on a processor of AMD",
            Path = library.Path,
            Notes = ["later releases have code for these processors; the variable MKL_DEBUG_CPU_TYPE has no effect in them"],
            Remedies = [.. context.Environment.Kind == EnvironmentKind.Conda ? [new Remedy.SwitchBlas("openblas")] : (ImmutableArray<Remedy>)[], new Remedy.Upgrade("mkl")],
            Sources = Sources,
        };
    }

    // The single library carries no version in some releases; its package does.
    private static string? Version(BlasLibrary library, RuleContext context) =>
        library.Version ?? context.Environment.CondaPackages.FirstOrDefault(package => package.Name == "mkl")?.Version ?? context.Environment.Distributions.FirstOrDefault(distribution => distribution.NormalizedName == "mkl")?.Version;
}
