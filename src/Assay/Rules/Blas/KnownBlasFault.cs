using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>A library of linear algebra is of a release with a known fault that its processor or system brings out.</summary>
public sealed class KnownBlasFault : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A408", "known-blas-fault", nameof(KnownBlasFault), "a library of linear algebra is of a release with a known fault");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/OpenMathLib/OpenBLAS/blob/develop/Changelog.txt",
        "https://github.com/MacPython/openblas-libs/blob/main/CHANGELOG.md",
        "https://github.com/numpy/numpy/issues/31776",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        HashSet<(string Id, string Path)> told = [];
        foreach (BlasConsumer caller in Callers.Of(context))
            foreach (BlasLibrary library in caller.Answers.SelectMany(answer => (BlasLibrary?[])[answer.Library, answer.ProductsBy]).OfType<BlasLibrary>())
                foreach (KnownFault fault in KnownFaults.Of(library, context.Target, Callers.Package(caller, context)))
                    if (fault.Level != FaultLevel.Survey && told.Add((fault.Id, library.Path))) yield return Told(fault, library, caller, context);
    }

    private Finding Told(KnownFault fault, BlasLibrary library, BlasConsumer caller, RuleContext context)
    {
        (string Name, string? Version)? package = Callers.Package(caller, context);
        BlasConsumer[] callers = [.. Callers.Of(context).Where(each => each.Answers.Any(answer => answer.Library?.Path == library.Path || answer.ProductsBy?.Path == library.Path))];
        return new Finding
        {
            Code = Info.Code,
            Severity = fault.Level == FaultLevel.Warning ? Severity.Warning : Severity.Note,
            Title = $"{library.Title} has a known fault: {fault.Effect}",
            Path = library.Path,
            Notes =
            [
                $"{fault.Id}: {Range(fault)}{(fault.Confidence == FaultConfidence.High ? "" : "; the range is not certain")}",
                $"used by {Callers.Names(callers, context)}",
            ],
            Remedies =
            [
                .. fault.Fixed is not null && package is { } owner && Callers.IsItsOwn(library, owner.Name, context) ? [new Remedy.Upgrade(owner.Name)] : fault.Fixed is not null ? [new Remedy.UpgradeLibrary("libopenblas.so.0")] : (ImmutableArray<Remedy>)[],
                .. fault.Variable is { } variable ? [new Remedy.SetVariable(variable.Split('=')[0], variable.Split('=')[1], "avoids the fault at some cost of speed")] : (ImmutableArray<Remedy>)[],
            ],
            Sources = fault.Sources,
        };
    }

    private static string Range(KnownFault fault)
    {
        string name = BlasLibrary.NameOf(fault.Implementation);
        string range = (fault.From, fault.To) switch
        {
            ({ } from, { } to) when from == to => $"{name} {from} has it",
            ({ } from, { } to) => $"{name} {from} to {to} have it",
            (null, { } to) => $"{name} up to {to} has it",
            _ => $"{name} has it",
        };
        return fault.Fixed is { } cured ? $"{range}, {cured} does not" : range;
    }
}
