namespace Assay.Rules;

/// <summary>The interpreter of the environment cannot be started.</summary>
/// <param name="Path">The interpreter as the environment names it, absolute.</param>
/// <param name="Target">Where its link or <c>pyvenv.cfg</c> leads, absolute; null when that is not known.</param>
/// <param name="Reason">What is wrong, lower case, no full stop.</param>
public sealed record InterpreterFault(string Path, string? Target, string Reason);
