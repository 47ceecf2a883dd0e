using Assay.Diagnostics;

namespace Assay.Examination.Repairing;

/// <summary>A remedy that was taken.</summary>
/// <param name="Remedy">The remedy.</param>
/// <param name="Cause">The finding it is for; null for one that is for all of them.</param>
internal sealed record RepairMove(Remedy Remedy, Finding? Cause);
