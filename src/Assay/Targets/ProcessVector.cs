using System.Buffers.Binary;
using Assay.Primitives;

namespace Assay.Targets;

/// <summary>The auxiliary vector that the kernel of Linux gives a process: pairs of words (proc(5), <c>/proc/self/auxv</c>; linux/auxvec.h).</summary>
internal static class ProcessVector
{
    /// <summary>AT_PAGESZ.</summary>
    public const ulong PageSize = 6;

    /// <summary>AT_HWCAP.</summary>
    public const ulong Capabilities = 16;

    /// <summary>AT_HWCAP2.</summary>
    public const ulong Capabilities2 = 26;

    private const int Limit = 1 << 16;

    /// <summary>Reads one value.</summary>
    /// <param name="machine">The running machine.</param>
    /// <param name="key">Which.</param>
    /// <param name="least">The least value that makes sense.</param>
    /// <param name="most">The greatest.</param>
    /// <returns>Null when it is not there or makes no sense.</returns>
    public static ulong? Read(IMachine machine, ulong key, ulong least = 0, ulong most = ulong.MaxValue)
    {
        byte[] vector = machine.ReadPseudoFile("/proc/self/auxv", Limit);
        int word = IntPtr.Size;
        for (int at = 0; at + (2 * word) <= vector.Length; at += 2 * word)
            if (Word(vector.AsSpan(at), word) == key) return Word(vector.AsSpan(at + word), word) is var value && value >= least && value <= most ? value : null;
        return null;
    }

    private static ulong Word(ReadOnlySpan<byte> at, int size) => size == 8
        ? BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(at) : BinaryPrimitives.ReadUInt64BigEndian(at)
        : BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
