using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading.Instructions;

namespace Assay.Loading;

/// <summary>One load that does not work, with everything a rule needs to explain it.</summary>
public sealed record LoadFailure
{
    /// <summary>Why.</summary>
    public required LoadFailureKind Kind { get; init; }

    /// <summary>The loader's own text, exactly (<c>dlerror()</c>), or the reason of a crash.</summary>
    public required string Message { get; init; }

    /// <summary>The dotted name of the module that was being imported, or null for a library loaded by Python code.</summary>
    public string? Module { get; init; }

    /// <summary>The file that was opened first: the extension module.</summary>
    public required string Opened { get; init; }

    /// <summary>The file the failure is in (the misfit library, the file with the undefined symbol); null when there is none.</summary>
    public string? Culprit { get; init; }

    /// <summary>The library name asked for, when one was.</summary>
    public string? Library { get; init; }

    /// <summary>The file that asked for it.</summary>
    public string? Requester { get; init; }

    /// <summary>The undefined symbol, when that is the failure.</summary>
    public string? Symbol { get; init; }

    /// <summary>The symbol version wanted, when that is the failure.</summary>
    public string? Version { get; init; }

    /// <summary>The versions of the same family that the library does have, oldest first; empty when that is not the failure.</summary>
    public ImmutableArray<string> OfferedVersions { get; init; } = [];

    /// <summary>The instruction that the processor does not know, when that is the failure.</summary>
    public FatalInstruction? Instruction { get; init; }

    /// <summary>The code for a newer 32-bit Arm processor, when that is the failure.</summary>
    public NewerArmCode? ArmCode { get; init; }

    /// <summary>The files from the extension to the requester, the extension first.</summary>
    public ImmutableArray<string> LoadChain { get; init; } = [];

    /// <summary>Every step of the deciding search.</summary>
    public ImmutableArray<SearchStep> Steps { get; init; } = [];

    /// <summary>The bytes that prove it.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];
}
