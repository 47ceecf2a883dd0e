using Assay.Indexes;

namespace Assay.Examination.Repairing;

/// <summary>What is to be put right.</summary>
/// <param name="Of">The environment, the imports and where they are to work; at most one target. No imports: everything that does not import.</param>
public sealed record RepairRequest(ExaminationRequest Of)
{
    /// <summary>Where wheels are looked for; with none given the public index, as an installer would.</summary>
    public IndexSettings Index { get; init; } = new();
}
