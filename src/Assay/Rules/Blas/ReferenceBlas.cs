using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>The linear algebra is served by the unoptimised reference library: correct, and many times slower.</summary>
public sealed class ReferenceBlas : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A401", "reference-blas", nameof(ReferenceBlas), "matrix products are served by the unoptimised reference library");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://www.netlib.org/blas/faq.html (the reference implementation is not meant to be fast)",
        "https://wiki.debian.org/DebianScience/LinearAlgebraLibraries",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context) => context.ReferenceBlas.DistinctBy(use => use.Library).Select(use => new Finding
    {
        Code = Info.Code,
        Severity = Severity.Note,
        Title = $"`{use.AskedAs}` is the reference implementation: everything works, large matrices are slow",
        Path = use.Library,
        Notes = [$"asked for by {PosixPath.Name(use.Requester)}"],
        Remedies = [new Remedy.ProvideLibrary("libopenblas.so.0")],
        Sources = Sources,
    });
}
