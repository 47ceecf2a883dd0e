using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>Packages of conda-forge reach BLAS and LAPACK through libraries that packages of their own bring, and one of those is not there.</summary>
public sealed class MissingCondaBlas : CauseRule
{
    private static readonly ImmutableDictionary<string, string> Packages = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("libblas.3.dylib", "libblas"),
        KeyValuePair.Create("libcblas.3.dylib", "libcblas"),
        KeyValuePair.Create("liblapack.3.dylib", "liblapack"),
        KeyValuePair.Create("liblapacke.3.dylib", "liblapacke"),
        KeyValuePair.Create("libopenblas.dylib", "libopenblas"),
        KeyValuePair.Create("libopenblas.0.dylib", "libopenblas"),
    ]);

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A110", "missing-conda-blas", nameof(MissingCondaBlas), "a conda prefix lacks the package that leads its others to BLAS or LAPACK");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://conda-forge.org/docs/maintainer/knowledge_base/#switching-blas-implementation",
        "https://github.com/scikit-learn/scikit-learn/issues/22522",
        "https://github.com/numpy/numpy/issues/18663",
        "https://github.com/numpy/numpy/issues/23198",
        "https://github.com/nextstrain/docker-base/issues/208",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingLibrary, Library: { } library } load) return null;
        PythonEnvironment environment = context.Environment;
        string name = PosixPath.Name(library);
        if (context.Target.Os != OperatingSystemKind.MacOs || environment.Kind != EnvironmentKind.Conda || Packages.GetValueOrDefault(name) is not { } package) return null;
        CondaPackage? listed = environment.CondaPackages.FirstOrDefault(candidate => candidate.Name == package);
        return Cause(failed, $"`{name}`, by which packages of conda-forge reach their linear algebra, is not in the prefix", load.Requester) with
        {
            Notes =
            [
                .. PythonText.Behind(failed),
                listed is null ? $"conda-meta lists no package {package}" : $"conda-meta lists {package} {listed.Version} ({listed.Build}), but its files are gone",
                .. Channels(environment),
            ],
            Remedies =
            [
                listed is null ? new Remedy.ProvideLibrary(name) : new Remedy.Reinstall(package, listed.Version),
                new Remedy.Advise("take the numeric packages from one channel: `conda config --set channel_priority strict`"),
            ],
        };
    }

    // defaults and conda-forge name these libraries differently: a prefix filled from both can end between them.
    private static IEnumerable<string> Channels(PythonEnvironment environment)
    {
        string[] names = ["numpy", "scipy", "scikit-learn", "libblas", "libcblas", "liblapack", "libopenblas", "blas"];
        string[] channels = [.. environment.CondaPackages.Where(package => names.Contains(package.Name)).Select(package => package.Details.Value.Channel).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        if (channels.Length > 1) yield return $"its numeric packages come from {channels.Length} channels: {string.Join(", ", channels)}";
    }
}
