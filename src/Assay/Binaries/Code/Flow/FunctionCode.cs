using System.Collections.Immutable;
using Assay.Targets.Cpu;

namespace Assay.Binaries.Code.Flow;

/// <summary>What one function does, as far as it matters for the instructions that run.</summary>
/// <param name="Events">What it does, in the order of the code.</param>
/// <param name="Result">Where what it gives back comes from.</param>
/// <param name="Returns">False when no path comes back to the caller.</param>
internal sealed record FunctionCode(ImmutableArray<CodeEvent> Events, Origin Result, bool Returns);

/// <summary>Something that a function does.</summary>
/// <param name="Address">Where.</param>
/// <param name="Reach">How sure it is, once the function runs.</param>
/// <param name="Needs">For an instruction: what it needs beyond what there is; empty for a call.</param>
/// <param name="Callee">For a call inside the image: the function; 0 otherwise.</param>
/// <param name="Foreign">For a call of another library's function: its name as in C; null otherwise.</param>
internal readonly record struct CodeEvent(ulong Address, Reach Reach, CpuFeatures Needs, ulong Callee, string? Foreign);
