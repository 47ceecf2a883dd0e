using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>One thing that is wrong with a wheel.</summary>
/// <param name="Severity">How much it matters on the target.</param>
/// <param name="Title">The title of the finding.</param>
/// <param name="Files">The files it is about.</param>
/// <param name="Advice">What a person can do.</param>
public sealed record WheelFlaw(Severity Severity, string Title, ImmutableArray<string> Files, string Advice)
{
    /// <summary>The library that a file asks for, where that one alone is what is wrong; null otherwise.</summary>
    public string? Library { get; init; }

    /// <summary>The failures of its files that it explains; empty for what no loader minds.</summary>
    public ImmutableArray<LoadFailureKind> Explains { get; init; } = [];

    /// <summary>The bytes that prove it.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>The file the finding is about: the first of the files unless it is about the wheel itself.</summary>
    public string? Path
    {
        get => field ?? (Files.IsEmpty ? null : Files[0]);
        init;
    }

    /// <summary>The files, one line each, where there are several.</summary>
    /// <param name="most">How many are listed.</param>
    internal ImmutableArray<string> Lines(int most) => Files.Length < 2 || Path != Files[0] ? [] :
    [
        .. Files.Take(most).Select(file => $"in: {PosixPath.Normalize(file)}"),
        .. Files.Length > most ? (ImmutableArray<string>)[$"and {Files.Length - most} more"] : [],
    ];
}
