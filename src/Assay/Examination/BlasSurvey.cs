using System.Collections.Immutable;
using Assay.Blas;
using Assay.Blas.Kernels;
using Assay.Diagnostics;
using Assay.Fixes;
using Assay.Loading;
using Assay.Packaging;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>Who does the linear algebra of an environment on one target.</summary>
public sealed record BlasSurvey
{
    /// <summary>The target.</summary>
    public required Target Target { get; init; }

    /// <summary>Every file that calls routines of BLAS or LAPACK, NumPy's first, then SciPy's, then the others by name.</summary>
    public ImmutableArray<BlasConsumer> Consumers { get; init; } = [];

    /// <summary>The modules that call routines through those of another module.</summary>
    public ImmutableArray<BlasBorrower> Borrowers { get; init; } = [];

    /// <summary>What <c>show_config()</c> of the packages says instead.</summary>
    public ImmutableArray<ConfigReport> Reports { get; init; } = [];

    /// <summary>What threadpoolctl would list in a process that has imported all consumers.</summary>
    public ImmutableArray<ThreadpoolEntry> Threadpools { get; init; } = [];

    /// <summary>What makes threads in that process, and what that leads to.</summary>
    public ThreadRuntimes Threads { get; init; } = ThreadRuntimes.None;

    /// <summary>The images of that process.</summary>
    public ImmutableArray<LoadedImage> Images { get; init; } = [];

    /// <summary>For each library that answers the files it is loaded with, what others need first; those of the C library left out.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Below { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>What the rules about linear algebra find.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>The libraries that could do the work instead, with the commands that choose them and what that would change; worked out on first use, which takes a survey for each.</summary>
    public Lazy<ImmutableArray<BlasChoice>> Choices { get; init; } = new(() => []);

    /// <summary>True when the answers come from the names in the files alone, because only a part of the process is at hand or its loader is not modelled.</summary>
    public bool IsByNames { get; init; }

    /// <summary>What the variable OPENBLAS_CORETYPE is set to where the process starts, or null.</summary>
    public string? CoreType { get; init; }

    /// <summary>The libraries that answer, each once, in the order they are first met.</summary>
    public ImmutableArray<BlasLibrary> Libraries => [.. Consumers.SelectMany(consumer => consumer.Answers.Select(answer => answer.Library).Append(consumer.Embedded)).OfType<BlasLibrary>().DistinctBy(library => library.Path)];

    /// <summary>Which of its kernels a library chooses here; null for one that does not choose.</summary>
    /// <param name="library">One of <see cref="Libraries"/>.</param>
    public KernelPrediction? KernelOf(BlasLibrary library) => KernelPredictor.Of(library, Target, CoreType);

    /// <summary>The faults that a library is known to have here, for some package that calls it; the loudest first. Findings tell only those that everyday use meets.</summary>
    /// <param name="library">One of <see cref="Libraries"/>.</param>
    public ImmutableArray<KnownFault> FaultsOf(BlasLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        return [.. Consumers
            .Where(consumer => consumer.Answers.Any(answer => answer.Library?.Path == library.Path))
            .SelectMany(consumer => KnownFaults.Of(library, Target, consumer.Distribution is { } name ? (PackageName.Normalize(name), consumer.DistributionVersion) : null))
            .DistinctBy(fault => fault.Id)
            .OrderByDescending(fault => fault.Level)];
    }
}
