using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>The way out of a finding for some owners of an environment.</summary>
/// <param name="Owners">What the owners are called, those with the same way out together.</param>
/// <param name="Fix">The way out.</param>
public sealed record Cure(ImmutableArray<string> Owners, Fix Fix);
