using Assay.Targets.Cpu;

namespace Assay.Verification.Importing;

/// <summary>Where a process stood as a signal came for it.</summary>
public sealed record CrashSite
{
    /// <summary>The file whose code it was in, as the mapping of the process names it; null when no file backs that memory.</summary>
    public string? File { get; init; }

    /// <summary>The offset of the instruction in the file; the address in the process when no file backs it.</summary>
    public ulong Offset { get; init; }

    /// <summary>The address of the instruction as the file numbers its addresses; null when it is in no loaded part of a readable file.</summary>
    public ulong? Address { get; init; }

    /// <summary>The function, where a symbol of the file covers the address; else null.</summary>
    public string? Function { get; init; }

    /// <summary>How many bytes of the function lie before the instruction.</summary>
    public ulong FunctionOffset { get; init; }

    /// <summary>The bytes of the instruction as they stood in memory, or what there was to read from its address on, at most sixteen.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The instruction in words; null when it was not decoded.</summary>
    public string? Instruction { get; init; }

    /// <summary>The features of a processor it needs beyond the baseline; empty also when it was not decoded.</summary>
    public CpuFeatures Needs { get; init; }

    /// <summary>The address that could not be reached, for a signal about memory; else null.</summary>
    public ulong? Reached { get; init; }

    /// <summary>True when a program sent the signal (abort, raise, kill) and not the processor.</summary>
    public bool IsSent { get; init; }
}
