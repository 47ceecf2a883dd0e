using Assay.Targets.Cpu;

namespace Assay.Binaries.Code;

/// <summary>One machine instruction and what it needs.</summary>
/// <param name="Address">Where it is, as the file numbers its addresses.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Text">Its name and operands where they are known (<c>vpxor xmm0, xmm0, xmm0</c>), else its name alone (<c>ldadd</c>).</param>
/// <param name="Needs">The features it needs, all of them; empty for one of the baseline.</param>
public sealed record NeededInstruction(ulong Address, ReadOnlyMemory<byte> Bytes, string Text, CpuFeatures Needs);
