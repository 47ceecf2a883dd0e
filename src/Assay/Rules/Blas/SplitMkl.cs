using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>One process holds parts of two copies of MKL, which look for their other parts in each other's place.</summary>
public sealed class SplitMkl : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A404", "split-mkl", nameof(SplitMkl), "one process loads two copies of MKL, whose parts do not fit each other");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/ContinuumIO/anaconda-issues/issues/698",
        "https://github.com/BVLC/caffe/issues/3884",
        "https://github.com/numpy/numpy/issues/9004",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        foreach (ProcessFacts process in context.Processes)
        {
            ImmutableArray<LoadedImage> parts = [.. process.Images.Where(image => image.Image is not null && IsPart(image.Path))];
            string[] folders = [.. parts.Select(part => PosixPath.Directory(part.Path)).Distinct(StringComparer.Ordinal)];
            if (folders.Length < 2) continue;
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Warning,
                Title = $"MKL is loaded from {folders.Length} places into one process; the first product of matrices can end it",
                Path = parts.First(part => PosixPath.Directory(part.Path) != folders[0]).Path,
                Notes =
                [
                    .. folders.Select(folder => $"in {folder}: {string.Join(", ", parts.Where(part => PosixPath.Directory(part.Path) == folder).Select(part => Described(part)))}"),
                    .. Callers.When(process),
                    "MKL opens its code for the processor by name while it runs: `Intel MKL FATAL ERROR: Cannot load libmkl_avx2.so or libmkl_def.so` is how it ends",
                ],
                Remedies = Cure(context, parts),
                Sources = Sources,
            };
        }
    }

    private static ImmutableArray<Remedy> Cure(RuleContext context, ImmutableArray<LoadedImage> parts)
    {
        ImmutableArray<Remedy>.Builder remedies = ImmutableArray.CreateBuilder<Remedy>();
        if (context.Environment.Distributions.FirstOrDefault(distribution => distribution.NormalizedName == "mkl") is { } wheel && context.Environment.CondaPackages.Any(package => package.Name == "mkl"))
            remedies.Add(new Remedy.Uninstall(wheel.Name, wheel.Location));
        if (parts.Any(part => part.Steps.Any(step => step.Path == part.Name && step.Origin.Contains("LD_LIBRARY_PATH", StringComparison.Ordinal)))) remedies.Add(new Remedy.SetVariable("LD_LIBRARY_PATH", null, "keeps an MKL from outside the environment out"));
        if (context.Environment.Kind == EnvironmentKind.Conda) remedies.Add(new Remedy.SwitchBlas("openblas"));
        if (remedies.Count == 0) remedies.Add(new Remedy.Advise("let all packages that use MKL come from one place"));
        return remedies.ToImmutable();
    }

    private static string Described(LoadedImage part) => BlasFingerprint.Read(part.Path, part.Image!).Version is { } version ? $"{PosixPath.Name(part.Path)} ({version})" : PosixPath.Name(part.Path);

    // libmkl_rt.so.2, libmkl_core.so; the name decides, since most parts export nothing that tells.
    private static bool IsPart(string path) => PosixPath.Name(path).StartsWith("libmkl_", StringComparison.Ordinal);
}
