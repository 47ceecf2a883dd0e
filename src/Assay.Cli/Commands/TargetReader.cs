using System.Collections.Immutable;
using Assay.Targets;

namespace Assay.Cli.Commands;

/// <summary>Reads what was typed behind <c>--for</c>.</summary>
internal static class TargetReader
{
    /// <summary>The targets, or null and what is wrong with one of them.</summary>
    public static ImmutableArray<Target>? Read(string[] names, out string? problem)
    {
        problem = null;
        ImmutableArray<Target>.Builder targets = ImmutableArray.CreateBuilder<Target>();
        foreach (string name in names)
        {
            if (!TargetName.TryParse(name, out Target? target, out problem))
            {
                problem = $"--for {name}: {problem}";
                return null;
            }

            targets.Add(target!);
        }

        return targets.ToImmutable();
    }
}
