using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Imports;

namespace Assay.Rules;

/// <summary>Code of Cython compares the sizes of NumPy's types with those of the headers it was compiled with, and the installed NumPy has smaller ones.</summary>
public sealed class NumpyTypeSize : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A312", "numpy-type-size", nameof(NumpyTypeSize), "an extension module expects the types of NumPy 1, and those of NumPy 2 are smaller");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://numpy.org/doc/stable/release/2.0.0-notes.html (the PyArray_Descr struct has been changed)",
        "https://github.com/cython/cython/blob/master/Cython/Utility/ImportExport.c (__Pyx_ImportType)",
        "https://github.com/numpy/numpy/issues/11628",
        "https://github.com/MathOnco/valis/issues/165",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Deciding?.Origin is not NumpyMismatch { Kind: NumpyMismatchKind.TypeSize } mismatch) return null;
        string installed = NumpyWords.Installed(mismatch, context), which = NumpyWords.Which(Quoted(mismatch.File), mismatch.File, context);
        Finding finding = Cause(failed, $"{which} was compiled for the types of NumPy 1; those of NumPy {installed} are smaller", mismatch.File);
        return finding with
        {
            Notes = [.. finding.Notes, "what is compiled with NumPy 2 runs with both, what is compiled with NumPy 1 only with that"],
            Remedies = NumpyWords.IsOfNumpy(mismatch) ? NumpyWords.RestoreNumpy(context) : [.. UpgradeOwner(context, mismatch.File), new Remedy.Install("numpy<2")],
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context)
    {
        foreach (NumpyMismatch mismatch in context.NumpyDoubts.Where(doubt => doubt.Kind == NumpyMismatchKind.TypeSize))
        {
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Warning,
                Title = $"{NumpyWords.Which(Quoted(mismatch.File), mismatch.File, context)} takes types of NumPy, and nothing tells whether it was compiled for NumPy 1 or for the installed {NumpyWords.Installed(mismatch, context)}",
                Path = Tidy(mismatch.File),
                Sources = Sources,
                Notes = ["compiled for NumPy 1 it would end with `ValueError: numpy.dtype size changed`"],
                Remedies = UpgradeOwner(context, mismatch.File),
            };
        }
    }
}
