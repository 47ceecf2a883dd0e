using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Loading.Instructions;

namespace Assay.Loading.Wheels;

/// <summary>One binary of a wheel.</summary>
/// <param name="Path">Where an installer would put it, absolute.</param>
/// <param name="Format">Its format.</param>
/// <param name="Kind">What the file is: library, bundle, program.</param>
/// <param name="Role">What it is there for.</param>
public sealed record WheelBinary(string Path, BinaryFormat Format, BinaryKind Kind, WheelRole Role)
{
    /// <summary>The dotted name it is imported as, or null when it is no extension module.</summary>
    public string? Module { get; init; }

    /// <summary>The code in it, one entry per architecture; empty when its headers could not be read.</summary>
    public ImmutableArray<WheelSlice> Slices { get; init; } = [];

    /// <summary>The libraries it asks for, in the order of the file.</summary>
    public ImmutableArray<WheelNeed> Needs { get; init; } = [];

    /// <summary>What of its code a target of 32-bit Arm may not run; null for others and when nothing is to be said.</summary>
    public NewerArmCode? ArmCode { get; init; }

    /// <summary>What the target's loader would stumble over in this very file, whatever is outside the wheel; null when nothing is known to be wrong.</summary>
    public LoadFailure? Refusal { get; init; }
}
