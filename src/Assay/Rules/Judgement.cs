using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>What the rules say about one target.</summary>
/// <param name="Findings">The findings: those that explain an import first, in the order of the imports, then warnings, then notes; each problem once.</param>
/// <param name="Explanations">For every failed import the codes that explain it, the cause first.</param>
public sealed record Judgement(ImmutableArray<Finding> Findings, ImmutableSortedDictionary<string, ImmutableArray<string>> Explanations);
