using System.Collections.Immutable;
using Assay.Targets.Cpu;

namespace Assay.Blas.Kernels;

/// <summary>A table for a processor without features, and better ones for what it announces: <c>NEHALEM AVX:SANDYBRIDGE AVX2:HASWELL</c>.</summary>
internal sealed class KernelLadder
{
    private readonly string lowest;
    private readonly ImmutableArray<(CpuFeature Feature, string Table)> steps;

    /// <summary>Reads one.</summary>
    /// <param name="text">Its written form.</param>
    /// <param name="isArm">True where the features are those of Arm.</param>
    public KernelLadder(string text, bool isArm)
    {
        string[] words = text.Split(' ');
        lowest = words[0];
        steps = [.. words.Skip(1).Select(word => word.Split(':')).Select(pair => (CpuFeatureNames.Parse(pair[0], isArm) ?? throw new InvalidOperationException($"openblas-kernels.json: {pair[0]} is no feature"), pair[1]))];
    }

    /// <summary>The table that is chosen; <c>?</c> when that is not established.</summary>
    /// <param name="announced">What the processor announces.</param>
    public string Choose(CpuFeatures announced)
    {
        string chosen = lowest;
        foreach ((CpuFeature feature, string table) in steps)
            if (announced.Has(feature)) chosen = table;
        return chosen;
    }
}
