namespace Assay.Rules;

/// <summary>A loaded library that serves <c>dgemm</c> and is the unoptimised reference implementation.</summary>
/// <param name="Library">The library file with its links followed, absolute.</param>
/// <param name="AskedAs">The name it was asked for under: <c>libblas.so.3</c>.</param>
/// <param name="Requester">The file that asked for it, absolute.</param>
public sealed record ReferenceBlasUse(string Library, string AskedAs, string Requester);
