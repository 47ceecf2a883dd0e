namespace Assay.Packaging.Choosing;

/// <summary>Wheels of one version that are not taken for one and the same reason.</summary>
/// <param name="Refusal">The reason.</param>
/// <param name="Example">The name of one of them.</param>
/// <param name="Count">How many there are.</param>
public sealed record RefusedGroup(Refusal Refusal, string Example, int Count);
