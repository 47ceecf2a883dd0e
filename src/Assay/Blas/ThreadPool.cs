namespace Assay.Blas;

/// <summary>Threads that a library keeps for itself. Unless told otherwise each pool has one for every processor.</summary>
/// <param name="Path">The library, with all links followed.</param>
/// <param name="Title">What it is, for people: <c>OpenBLAS 0.3.30</c>, <c>libgomp</c>.</param>
/// <param name="Layer">What the threads are made with.</param>
/// <param name="Variable">The environment variable that limits it when the process starts.</param>
public sealed record ThreadPool(string Path, string Title, ThreadingLayer Layer, string Variable);
