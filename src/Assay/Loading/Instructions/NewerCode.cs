using Assay.Targets.Cpu;

namespace Assay.Loading.Instructions;

/// <summary>A file nearly all of whose code is compiled for processors that can more than the target's.</summary>
/// <param name="File">The file, absolute.</param>
/// <param name="Lacking">What it needs and the processor does not have.</param>
public sealed record NewerCode(string File, CpuFeatures Lacking);
