using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>Products of matrices are done by code that nobody optimised: the reference library, or the loops NumPy has for want of a library.</summary>
public sealed class ReferenceBlas : Rule
{
    // The part of NumPy that multiplies matrices, in every release since 1.16.
    private const string Multiplier = "_multiarray_umath";

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A401", "reference-blas", nameof(ReferenceBlas), "matrix products are served by the unoptimised reference library");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://www.netlib.org/blas/faq.html (the reference implementation is not meant to be fast)",
        "https://wiki.debian.org/DebianScience/LinearAlgebraLibraries",
        "https://github.com/OpenMathLib/OpenBLAS/issues/1077",
        "https://github.com/numpy/numpy/issues/24200",
        "https://github.com/numpy/numpy/pull/28836",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        foreach (IGrouping<string, (BlasConsumer Consumer, string Routine, BlasLibrary Library)> served in Served(context).GroupBy(served => served.Library.Path))
        {
            (_, string routine, BlasLibrary library) = served.First();
            string callers = Callers.Names(served.Select(each => each.Consumer), context);
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Note,
                Title = $"`{routine}` of {callers} is done by the reference library of netlib (`{PosixPath.Name(library.Path)}`): right, and many times slower than need be",
                Path = library.Path,
                Notes =
                [
                    "on two cores OpenBLAS was measured to multiply large matrices 16 times as fast; more cores widen the gap",
                    .. served.First().Consumer.Product is { Answer.Route: { } route } && route.Steps.Length > 1 ? [$"the way there: {string.Join(" -> ", route.Steps)}"] : (ImmutableArray<string>)[],
                ],
                Remedies = [new Remedy.SwitchBlas("openblas")],
                Sources = Sources,
            };
        }

        foreach (LoadedImage image in context.Processes.SelectMany(process => process.Images).DistinctBy(image => image.Path))
        {
            if (image.Image is null || !PosixPath.Name(image.Path).StartsWith(Multiplier + ".", StringComparison.Ordinal) || !BlasSymbols.WantedBy(image.Image).IsEmpty || !Multiplies(image.Image)) continue;
            InstalledDistribution? owner = context.OwnerOf(image.Path);
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Note,
                Title = $"{owner?.Name ?? "numpy"} was built without a library of linear algebra: its own loops multiply matrices, many times slower than need be",
                Path = image.Path,
                Notes = ["a library that `numpy.linalg` may bring along does not help `@` and `dot`: they would ask for it by name, and do not"],
                Remedies = owner is null ? [] : [new Remedy.InstallBinary(owner.Name, owner.Version)],
                Sources = Sources,
            };
        }
    }

    // Every real one hands its functions to other extensions in a capsule.
    private static bool Multiplies(BinaryImage image) => image.WantedSymbols.Any(wanted => wanted.Name is "PyCapsule_New" or "_PyCapsule_New");

    // A LAPACK of netlib above another BLAS is as fast as that one for most of its work.
    private static IEnumerable<(BlasConsumer Consumer, string Routine, BlasLibrary Library)> Served(RuleContext context)
    {
        foreach (BlasConsumer consumer in Callers.Of(context))
        {
            if (consumer.Product is { Answer.Library: { } direct } product && (product.Answer.ProductsBy ?? direct) is { Implementation: BlasImplementation.Netlib } library) yield return (consumer, product.Routine, library);
            else if (consumer.Product is null && consumer.Solver is { Answer.ProductsBy: { Implementation: BlasImplementation.Netlib } below } solver) yield return (consumer, solver.Routine, below);
        }
    }
}
