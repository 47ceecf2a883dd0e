namespace Assay.Verification;

/// <summary>What a child tells its parent, one line of JSON each; exactly one member is set. Lines are written at once, so a crash loses none.</summary>
internal sealed record TrialMessage
{
    /// <summary>A step begins; <see cref="Detail"/> says which part of it.</summary>
    public TrialStep? Step { get; init; }

    /// <summary>A file, a routine and a size.</summary>
    public string? Detail { get; init; }

    /// <summary>The loader's words for a file it refused. Nothing follows.</summary>
    public string? Refused { get; init; }

    public RuntimeFact? Fact { get; init; }

    public SymbolHome? Elsewhere { get; init; }

    public WidthProof? Width { get; init; }

    public CallingConvention? Convention { get; init; }

    public TrialExample? Example { get; init; }

    public TrialCheck? Check { get; init; }

    public PeakMeasurement? Peak { get; init; }

    public GemmTiming? Timing { get; init; }

    public string? Note { get; init; }
}
