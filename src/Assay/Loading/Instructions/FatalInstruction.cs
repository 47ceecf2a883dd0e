using Assay.Binaries.Code;
using Assay.Targets.Cpu;

namespace Assay.Loading.Instructions;

/// <summary>An instruction that an import executes and that the processor does not know: the process dies of SIGILL.</summary>
/// <param name="File">The file it is in, absolute.</param>
/// <param name="Instruction">The instruction.</param>
/// <param name="Lacking">What it needs and the processor does not have.</param>
/// <param name="Function">The function it is in, as far as its name is known; else null.</param>
/// <param name="Entry">What leads there, in the format's own words: <c>DT_INIT_ARRAY</c>, <c>PyInit_x</c>, <c>Py_mod_exec</c>, or the name of the function that another file calls.</param>
/// <param name="Proof">Why it is sure.</param>
public sealed record FatalInstruction(string File, NeededInstruction Instruction, CpuFeatures Lacking, string? Function, string Entry, InstructionProof Proof);

/// <summary>Why it is sure that an instruction runs.</summary>
public enum InstructionProof
{
    /// <summary>Every way through the code that succeeds comes to it.</summary>
    EveryPath,

    /// <summary>It is behind a condition, but the whole file is compiled for such processors.</summary>
    WholeFile,
}
