namespace Assay.Loading;

/// <summary>One step of the search for one library, taken or skipped.</summary>
/// <param name="Origin">Why this place was looked at: <c>DT_RPATH of …</c>, <c>LD_LIBRARY_PATH</c>, <c>ld.so.cache</c>, <c>default directory</c>.</param>
/// <param name="Path">The file that was tried, absolute; null for a step without one.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Details, lower case, no full stop: <c>no such file</c>, <c>built for aarch64</c>, <c>DT_RUNPATH is present</c>.</param>
public sealed record SearchStep(string Origin, string? Path, SearchOutcome Outcome, string Reason);
