namespace Assay.Repairs;

/// <summary>What begins now.</summary>
/// <param name="Step">The step.</param>
/// <param name="What">What is done, for people: the command as it can be typed where one is run, passwords left out.</param>
public sealed record RepairProgress(RepairStep Step, string What);
