using System.Collections.Immutable;
using Assay.Environments;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>What the subject is, as reports name it.</summary>
public sealed record SubjectFacts
{
    /// <summary>What sort of thing it is.</summary>
    public required SubjectKind Kind { get; init; }

    /// <summary>Its path, absolute on the examined machine; for a subject that nobody named, the one that was found.</summary>
    public required string Path { get; init; }

    /// <summary>What sort of environment it is, or null when it is none.</summary>
    public EnvironmentKind? EnvironmentKind { get; init; }

    /// <summary>The Python version as far as it is known (<c>3.11.2</c>), or null.</summary>
    public string? Python { get; init; }

    /// <summary>The ABI flags of its Python: <c>t</c> free-threaded, <c>d</c> debug, both or none.</summary>
    public string AbiFlags { get; init; } = "";

    /// <summary>The implementation (<c>cpython</c>), or null.</summary>
    public string? Implementation { get; init; }

    /// <summary>The interpreter (<c>sys.executable</c>), or null.</summary>
    public string? Executable { get; init; }

    /// <summary>The system the interpreter is for; it decides how architectures are called.</summary>
    public OperatingSystemKind Os { get; init; }

    /// <summary>The architectures the interpreter has code for; empty when unknown.</summary>
    public ImmutableArray<Architecture> Architectures { get; init; } = [];

    /// <summary>The site directories, in the order of <c>sys.path</c>: reports shorten paths below them.</summary>
    public ImmutableArray<string> SiteDirectories { get; init; } = [];

    /// <summary>How many distributions are installed.</summary>
    public int DistributionCount { get; init; }
}
