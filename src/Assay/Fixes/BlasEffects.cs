using System.Collections.Immutable;
using Assay.Blas;
using Assay.Primitives;

namespace Assay.Fixes;

/// <summary>Compares who answers before and after another choice.</summary>
internal static class BlasEffects
{
    /// <summary>The differences, and what stays, for the routine of each caller that stands for products and the one that stands for solvers.</summary>
    /// <param name="before">The callers as they are.</param>
    /// <param name="after">What would answer a routine of a caller.</param>
    public static ImmutableArray<BlasEffect> Between(ImmutableArray<BlasConsumer> before, Func<BlasConsumer, string, string?> after)
    {
        List<(string Routine, string Caller, string Before, string After)> all = [];
        foreach (BlasConsumer consumer in before)
        {
            string caller = consumer.Distribution ?? PosixPath.Name(consumer.Path);
            foreach ((string Routine, BlasAnswer Answer) in Asked(consumer))
                if (Title(Answer) is { } now && after(consumer, Routine) is { } then) all.Add((Routine, caller, now, then));
        }

        return [.. all.GroupBy(each => (each.Routine, each.Before, each.After)).Select(same => new BlasEffect(same.Key.Routine, [.. same.Select(each => each.Caller).Distinct()], same.Key.Before, same.Key.After))];
    }

    /// <summary>Who answers, in a few words; null when nothing does.</summary>
    public static string? Title(BlasAnswer? answer) => answer?.Library is not { } library ? null
        : answer.ProductsBy is { } below && Title(below) != Title(library) ? $"{Title(library)} above {Title(below)}"
        : Title(library);

    /// <summary>A library with what makes its threads: Debian has three builds of one OpenBLAS.</summary>
    public static string Title(BlasLibrary library) => library.Threading switch
    {
        ThreadingLayer.Pthreads when library.Implementation != BlasImplementation.Netlib => library.Title + " (pthreads)",
        ThreadingLayer.OpenMp => library.Title + " (OpenMP)",
        ThreadingLayer.Sequential when library.Implementation is BlasImplementation.OpenBlas or BlasImplementation.Blis => library.Title + " (one thread)",
        _ => library.Title,
    };

    private static IEnumerable<(string Routine, BlasAnswer Answer)> Asked(BlasConsumer consumer)
    {
        if (consumer.Product is { } product) yield return product;
        if (consumer.Solver is { } solver) yield return solver;
    }
}
