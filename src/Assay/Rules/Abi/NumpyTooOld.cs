using System.Collections.Immutable;
using Assay.Binaries.Numpy;
using Assay.Diagnostics;
using Assay.Imports;

namespace Assay.Rules;

/// <summary>An extension module asks for a newer C interface than the installed NumPy has.</summary>
public sealed class NumpyTooOld : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A313", "numpy-too-old", nameof(NumpyTooOld), "an extension module was compiled for a newer NumPy than the installed one");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://numpy.org/devdocs/user/troubleshooting-importerror.html#c-api-incompatibility",
        "https://numpy.org/devdocs/dev/depending_on_numpy.html",
        "https://github.com/numpy/numpy/blob/main/numpy/_core/include/numpy/numpyconfig.h (NPY_FEATURE_VERSION)",
        "https://github.com/moble/quaternion/issues/176",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Deciding?.Origin is not NumpyMismatch { Kind: NumpyMismatchKind.Level } mismatch) return null;
        string needed = mismatch.Use.Target ?? NumpyLevels.FirstRelease(mismatch.Asked) ?? $"of level 0x{mismatch.Asked:x}";
        Finding finding = Cause(failed, $"{NumpyWords.Which(Quoted(mismatch.File), mismatch.File, context)} was compiled for NumPy {needed} or newer; installed is {NumpyWords.Installed(mismatch, context)}", mismatch.File);
        return finding with
        {
            Notes = [.. finding.Notes, $"above that Python prints `{Above(mismatch)}`"],
            Remedies = NumpyWords.IsOfNumpy(mismatch) ? NumpyWords.RestoreNumpy(context)
                : [new Remedy.Install(Requirement(mismatch, needed)), .. context.OwnerOf(mismatch.File) is { } owner ? [new Remedy.Install($"{owner.Name}<{owner.Version}")] : ImmutableArray<Remedy>.Empty],
        };
    }

    // What needs NumPy 1 cannot have NumPy 2 instead.
    private static string Requirement(NumpyMismatch mismatch, string needed) => mismatch.Use.Class == NumpyClass.FirstHeaders ? $"numpy>={needed},<2" : $"numpy>={needed}";

    private static string Above(NumpyMismatch mismatch) => mismatch.Use.Class == NumpyClass.FirstHeaders
        ? $"RuntimeError: module compiled against API version 0x{mismatch.Asked:x} but this version of numpy is 0x{mismatch.Has:x}"
        : $"RuntimeError: module was compiled against NumPy C-API version 0x{mismatch.Asked:x} (NumPy {mismatch.Use.Target}) but the running NumPy has C-API version 0x{mismatch.Has:x}.";
}
