using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Indexes;

namespace Assay.Examination.Resolving;

/// <summary>A chosen wheel whose head was read where it lies, and what speaks against it on the target.</summary>
/// <param name="Reading">What was read.</param>
/// <param name="Findings">What is wrong with it there; empty when nothing is.</param>
public sealed record InspectedWheel(RemoteWheelReading Reading, ImmutableArray<Finding> Findings);
