using System.Collections.Immutable;

namespace Assay.Diagnostics;

/// <summary>One way to put a finding right.</summary>
/// <param name="Summary">What it does, lower case, no full stop.</param>
/// <param name="Commands">The commands to type, in order; empty when there is only advice.</param>
/// <param name="Applicability">How safe it is.</param>
public sealed record Fix(string Summary, ImmutableArray<string> Commands, Applicability Applicability);
