using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>The module that prepares MKL ends the process when another OpenMP runtime than Intel's is there before it and Intel's is asked for.</summary>
public sealed class MklThreadingLayer : Rule
{
    // The part of mkl-service that chooses the runtime as it is imported: mkl/_mklinitmodule.c.
    private const string Chooser = "_mklinit.";

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A405", "mkl-threading-layer", nameof(MklThreadingLayer), "mkl-service is asked for Intel's OpenMP runtime and finds another one loaded before it");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/IntelPython/mkl-service/blob/master/mkl/_mklinitmodule.c",
        "https://github.com/pytorch/pytorch/issues/37377",
        "https://github.com/IntelPython/mkl-service/issues/14",
        "https://github.com/numpy/numpy/issues/24683",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        // It looks on Linux only.
        if (context.Target.Os != OperatingSystemKind.Linux || context.ThreadVariables.ContainsKey("MKL_SERVICE_FORCE_INTEL")) yield break;
        string layer = context.ThreadVariables.GetValueOrDefault("MKL_THREADING_LAYER", "");
        bool isIntel = layer.Equals("intel", StringComparison.OrdinalIgnoreCase);
        if (!isIntel && layer.Length > 0) yield break;
        foreach (ProcessFacts process in context.Processes)
        {
            LoadedImage? chooser = process.Images.FirstOrDefault(image => PosixPath.Name(image.Path).StartsWith(Chooser, StringComparison.Ordinal));
            if (chooser is null) continue;

            // What was opened for itself alone is not seen by the look that mkl-service takes.
            LoadedImage[] seen = [.. process.Images.Where(image => image.IsGlobal && OpenMpFingerprint.FamilyOf(image.Path, image.Image) is { } family && family != OpenMpFamily.Intel)];
            int at = process.Images.IndexOf(chooser);
            LoadedImage[] before = [.. seen.Where(image => process.Images.IndexOf(image) < at)];
            if (isIntel ? before.Length == 0 : before.Length > 0 || seen.Length == 0) continue;
            LoadedImage other = isIntel ? before[0] : seen[0];
            yield return new Finding
            {
                Code = Info.Code,
                Severity = isIntel ? Severity.Warning : Severity.Note,
                Title = isIntel
                    ? $"mkl-service ends the process: MKL_THREADING_LAYER asks for Intel's OpenMP runtime, and `{PosixPath.Name(other.Path)}` is loaded before it"
                    : $"mkl-service hands MKL_THREADING_LAYER=INTEL on to child processes, and ends those that load `{PosixPath.Name(other.Path)}` before it",
                Path = other.Path,
                Notes = [$"asked by {chooser.Path}", .. Callers.When(process)],
                Remedies = [new Remedy.SetVariable("MKL_THREADING_LAYER", "GNU", "lets MKL share the runtime of GCC"), new Remedy.Advise("or import numpy before what brings the other runtime")],
                Sources = Sources,
            };
            yield break;
        }
    }
}
