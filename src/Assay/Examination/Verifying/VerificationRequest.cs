using System.Collections.Immutable;

namespace Assay.Examination.Verifying;

/// <summary>Which imports are to be made for real, and by what.</summary>
/// <param name="Of">The environment, the imports and where they are predicted for; at most one target.</param>
public sealed record VerificationRequest(ExaminationRequest Of)
{
    /// <summary>Seconds that one import may take; null for 60, and 300 under an emulator.</summary>
    public int? Seconds { get; init; }

    /// <summary>
    /// The words that are put before the interpreter to run it; empty to find out what that takes. A word <c>{python}</c> is replaced by the path of the interpreter inside of
    /// <see cref="ExaminationRequest.Root"/>; without it the path as this machine sees it is added at the end.
    /// </summary>
    public ImmutableArray<string> Runner { get; init; } = [];

    /// <summary>The processor that an emulator is to play, in the emulator's own words; null for its default, and for no emulator where none is needed.</summary>
    public string? Cpu { get; init; }

    /// <summary>How many imports are made at the same time.</summary>
    public int Jobs { get; init; } = 2;
}
