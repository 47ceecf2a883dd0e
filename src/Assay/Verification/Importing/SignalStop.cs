using Assay.Targets;

namespace Assay.Verification.Importing;

/// <summary>A process as it stood when a signal was about to be delivered to it.</summary>
/// <param name="Signal">The signal's number.</param>
/// <param name="Code"><c>si_code</c>: positive when the kernel sent it for what the processor met, else a program did.</param>
/// <param name="Reached"><c>si_addr</c> of a signal that the kernel sent, else 0.</param>
/// <param name="Sender"><c>si_pid</c> of a signal that a program sent, else 0.</param>
internal sealed record SignalStop(int Signal, int Code, ulong Reached, int Sender)
{
    /// <summary>The address of the instruction.</summary>
    public ulong Counter { get; init; }

    /// <summary>What its code is for; unknown when its registers are not those of an architecture that is read.</summary>
    public Architecture Architecture { get; init; }

    /// <summary>The bytes from the instruction on, at most sixteen.</summary>
    public byte[] Bytes { get; init; } = [];

    /// <summary>The file that is mapped there, or null.</summary>
    public string? File { get; init; }

    /// <summary>The offset of the instruction in that file.</summary>
    public ulong Offset { get; init; }
}
