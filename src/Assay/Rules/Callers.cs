using Assay.Blas;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>Who calls routines of linear algebra, in the words of messages.</summary>
internal static class Callers
{
    private const int Named = 3;

    /// <summary>Every caller of the processes once, in the order they are met.</summary>
    /// <param name="context">The facts.</param>
    public static IEnumerable<BlasConsumer> Of(RuleContext context) => context.Processes.SelectMany(process => process.Consumers).DistinctBy(consumer => consumer.Path);

    /// <summary>The package that a caller belongs to, with its version; null when nobody claims it.</summary>
    /// <param name="consumer">The caller.</param>
    /// <param name="context">The facts.</param>
    public static (string Name, string? Version)? Package(BlasConsumer consumer, RuleContext context)
    {
        if (consumer.Distribution is { } known) return (known, consumer.DistributionVersion);
        if (context.OwnerOf(consumer.Path) is { } owner) return (owner.Name, owner.Version);
        return context.CondaOwnerOf(consumer.Path) is { } package ? (package.Name, package.Version) : null;
    }

    /// <summary>True when a library came with a package, or with the environment of conda that the package is in: whoever brings a newer package brings a newer library.</summary>
    /// <param name="library">The library.</param>
    /// <param name="package">The package.</param>
    /// <param name="context">The facts.</param>
    public static bool IsItsOwn(BlasLibrary library, string package, RuleContext context) => context.OwnerOf(library.Path)?.Name == package || context.CondaOwnerOf(library.Path) is not null;

    /// <summary>The line that says which import makes a process like this; none for one that stands for all imports together.</summary>
    /// <param name="process">The process.</param>
    public static IEnumerable<string> When(ProcessFacts process)
    {
        if (process.Import.Length > 0) yield return $"that happens with `import {process.Import}`";
    }

    /// <summary>The callers by package, those of nobody by file: <c>numpy and scipy</c>.</summary>
    /// <param name="consumers">The callers.</param>
    /// <param name="context">The facts.</param>
    public static string Names(IEnumerable<BlasConsumer> consumers, RuleContext context)
    {
        string[] names = [.. consumers.Select(consumer => Package(consumer, context)?.Name ?? $"`{PosixPath.Name(consumer.Path)}`").Distinct()];
        return names.Length > Named ? $"{string.Join(", ", names.Take(Named))} and {names.Length - Named} more"
            : names.Length > 1 ? $"{string.Join(", ", names[..^1])} and {names[^1]}"
            : names.Length == 1 ? names[0] : "nobody";
    }
}
