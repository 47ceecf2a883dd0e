using System.Collections.Immutable;
using Assay.Blas;
using Assay.Loading;
using Assay.Loading.Instructions;

namespace Assay.Rules;

/// <summary>What a process holds after one import.</summary>
/// <param name="Import">The import.</param>
/// <param name="Images">Its images in the order they were loaded.</param>
/// <param name="Consumers">The images that call routines of BLAS or LAPACK, with who answers them.</param>
public sealed record ProcessFacts(string Import, ImmutableArray<LoadedImage> Images, ImmutableArray<BlasConsumer> Consumers)
{
    /// <summary>What makes threads in it, and what that leads to.</summary>
    public ThreadRuntimes Threads { get; init; } = ThreadRuntimes.None;

    /// <summary>Its files nearly all of whose code is compiled for processors that can more than the target's.</summary>
    public ImmutableArray<NewerCode> NewerCode { get; init; } = [];

    /// <summary>Its files of 32-bit Arm that need more than the target's processor has.</summary>
    public ImmutableArray<NewerArmCode> NewerArmCode { get; init; } = [];

    /// <summary>The libraries that answer, each once.</summary>
    public IEnumerable<BlasLibrary> Libraries => Consumers.SelectMany(consumer => consumer.Answers).Select(answer => answer.Library).OfType<BlasLibrary>().DistinctBy(library => library.Path);
}
