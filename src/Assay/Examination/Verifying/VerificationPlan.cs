using System.Collections.Immutable;
using Assay.Primitives;
using Assay.Targets;
using Assay.Verification.Importing;

namespace Assay.Examination.Verifying;

/// <summary>What is going to be run: said before it happens.</summary>
public sealed record VerificationPlan
{
    /// <summary>The request.</summary>
    public required VerificationRequest Request { get; init; }

    /// <summary>What is predicted.</summary>
    public required ExaminationResult Prediction { get; init; }

    /// <summary>The words that start the interpreter, without its options.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>True when another program plays the processor: what is seen of a crash is then the signal and the Python stack.</summary>
    public bool IsEmulated { get; init; }

    /// <summary>What the answer does not show because of how it is run, one sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Seconds that one import may take.</summary>
    public int Seconds { get; init; }

    /// <summary>Name and version of every installed distribution, by name.</summary>
    public ImmutableArray<string> Distributions { get; init; } = [];

    /// <summary>The variables that decide what is loaded, <c>NAME=VALUE</c>, as far as they are set.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];

    /// <summary>Where the imports are made, for which they are predicted.</summary>
    public Target Target => Prediction.Targets[0].Target;

    internal ImmutableArray<ImportOrder> Orders { get; init; } = [];

    internal IMachine Machine { get; init; } = new MemoryMachine();
}
