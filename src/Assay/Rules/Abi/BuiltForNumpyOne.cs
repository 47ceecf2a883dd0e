using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Imports;

namespace Assay.Rules;

/// <summary>An extension module was compiled with the headers of NumPy 1, and NumPy 2 is installed.</summary>
public sealed class BuiltForNumpyOne : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A311", "built-for-numpy-one", nameof(BuiltForNumpyOne), "an extension module was compiled for NumPy 1 and meets NumPy 2");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://numpy.org/doc/stable/release/2.0.0-notes.html (ABI break)",
        "https://numpy.org/devdocs/dev/depending_on_numpy.html",
        "https://github.com/numpy/numpy/blob/main/numpy/core/_multiarray_umath.py",
        "https://github.com/numpy/numpy/issues/26710",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Deciding?.Origin is not NumpyMismatch { Kind: NumpyMismatchKind.Generation } mismatch) return null;
        string installed = NumpyWords.Installed(mismatch, context);
        Finding finding = Cause(failed, $"{NumpyWords.Which(Quoted(mismatch.File), mismatch.File, context)} was compiled for NumPy 1; NumPy {installed} refuses it", mismatch.File);
        string above = mismatch.Use.TellsAttribute ? "AttributeError: _ARRAY_API not found" : $"A module that was compiled using NumPy 1.x cannot be run in NumPy {installed} as it may crash";
        return finding with
        {
            Notes = [.. finding.Notes, $"above that Python prints `{above}`", "what is compiled with NumPy 2 runs with both, what is compiled with NumPy 1 only with that"],
            Remedies = NumpyWords.IsOfNumpy(mismatch) ? NumpyWords.RestoreNumpy(context) : [.. UpgradeOwner(context, mismatch.File), new Remedy.Install("numpy<2")],
        };
    }
}
