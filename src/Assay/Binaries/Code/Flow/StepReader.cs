using Architecture = Assay.Targets.Architecture;

namespace Assay.Binaries.Code.Flow;

/// <summary>Reads instructions of one image one by one.</summary>
internal abstract class StepReader
{
    /// <summary>The register in which a function gives its result back.</summary>
    public abstract int ResultRegister { get; }

    /// <summary>The registers that a called function may change, one bit each.</summary>
    public abstract uint ChangedByCalls { get; }

    /// <summary>Reads the instruction at an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="step">The instruction.</param>
    /// <returns>False when there is none.</returns>
    public abstract bool Read(ulong address, out CodeStep step);

    /// <summary>The reader for an image.</summary>
    /// <param name="code">Its code.</param>
    public static StepReader For(CodeImage code) => code.Architecture == Architecture.X86_64 ? new X86StepReader(code) : new Arm64StepReader(code);
}
