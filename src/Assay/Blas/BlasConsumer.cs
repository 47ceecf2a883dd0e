using System.Collections.Immutable;

namespace Assay.Blas;

/// <summary>A file that calls routines of BLAS or LAPACK: an extension module, or a library below one.</summary>
/// <param name="Path">The file, absolute.</param>
public sealed record BlasConsumer(string Path)
{
    private static readonly string[] Products = ["dgemm", "sgemm", "zgemm", "cgemm", "dgemv", "sgemv", "dsyrk", "ddot", "sdot"];
    private static readonly string[] Solvers = ["dgelsd", "dgesdd", "dgesv", "dgetrf", "dpotrf", "dgeev", "dsyevd", "sgelsd", "sgesdd", "sgetrf", "zgesdd"];

    /// <summary>The dotted name it is imported as, or null when it is no extension module.</summary>
    public string? Module { get; init; }

    /// <summary>The distribution that brings it, or null.</summary>
    public string? Distribution { get; init; }

    /// <summary>That distribution's version, or null.</summary>
    public string? DistributionVersion { get; init; }

    /// <summary>What answers its symbols, the largest group first. Empty when it calls none: then <see cref="BringsOwnLoops"/> says why it is listed.</summary>
    public ImmutableArray<BlasAnswer> Answers { get; init; } = [];

    /// <summary>True for the parts of NumPy that do linear algebra and were built without a library: their own loops do it.</summary>
    public bool BringsOwnLoops { get; init; }

    /// <summary>The library that is linked into the file itself, so that no symbol shows it (PyTorch's wheels carry MKL); null when there is none.</summary>
    public BlasLibrary? Embedded { get; init; }

    /// <summary>Why it would not load, lower case, no full stop; null when it does.</summary>
    public string? NotLoaded { get; init; }

    /// <summary>The routine whose answer stands for products of matrices, and the answer; null when it calls none.</summary>
    public (string Routine, BlasAnswer Answer)? Product => First(Products);

    /// <summary>The routine whose answer stands for solvers and decompositions, and the answer; null when it calls none.</summary>
    public (string Routine, BlasAnswer Answer)? Solver => First(Solvers);

    /// <summary>What answers a routine; null when it is not called.</summary>
    /// <param name="routine">The routine.</param>
    public BlasAnswer? AnswerTo(string routine) => Answers.FirstOrDefault(answer => answer.Has(routine));

    private (string Routine, BlasAnswer Answer)? First(string[] routines)
    {
        foreach (string routine in routines)
            if (AnswerTo(routine) is { } answer) return (routine, answer);
        return null;
    }
}
