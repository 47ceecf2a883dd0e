using System.Buffers.Binary;
using System.Text;
using Assay.Primitives;

namespace Assay.Targets;

/// <summary>
/// The two facts of an ELF program that name the machine it runs on: <c>e_machine</c> and PT_INTERP. The readers of binaries know far more, but they rank
/// above targets; this is the little that a target needs to find out what machine it is.
/// </summary>
internal static class ProgramHead
{
    private const int HeadLength = 4096;
    private const uint PtInterp = 3;

    /// <summary>Reads both facts (System V gABI, "ELF Header" and "Program Header").</summary>
    /// <param name="machine">The machine the program is on.</param>
    /// <param name="path">The program.</param>
    /// <param name="architecture">The architecture of its code.</param>
    /// <returns>The path in PT_INTERP; null when the file is no ELF program or names none.</returns>
    public static string? Read(IMachine machine, string path, out Architecture architecture)
    {
        architecture = Architecture.Unknown;
        using ByteSource? source = machine.Open(path, out _);
        if (source is null) return null;
        ReadOnlySpan<byte> head = source.ReadUpTo(0, HeadLength);
        if (head.Length < 64 || !head.StartsWith("\x7f"u8) || !head[1..].StartsWith("ELF"u8)) return null;
        bool wide = head[4] == 2, big = head[5] == 2;
        architecture = ArchitectureOf(Half(head[18..], big), big);
        ulong table = wide ? Long(head[32..], big) : Word(head[28..], big);
        int size = Half(head[(wide ? 54 : 42)..], big), count = Half(head[(wide ? 56 : 44)..], big);
        for (int i = 0; i < count && size >= (wide ? 56 : 32); i++)
        {
            ulong at = table + ((ulong)i * (ulong)size);
            if (at > (ulong)(head.Length - size)) return null;
            ReadOnlySpan<byte> header = head[(int)at..];
            if (Word(header, big) != PtInterp) continue;
            ulong offset = wide ? Long(header[8..], big) : Word(header[4..], big);
            ReadOnlySpan<byte> text = source.ReadUpTo((long)Math.Min(offset, long.MaxValue), 256);
            int end = text.IndexOf((byte)0);
            return end > 0 ? Encoding.UTF8.GetString(text[..end]) : null;
        }

        return null;
    }

    private static Architecture ArchitectureOf(ushort machine, bool big) => machine switch
    {
        3 => Architecture.X86,
        21 => big ? Architecture.Ppc64 : Architecture.Ppc64Le,
        22 => Architecture.S390X,
        40 => Architecture.Arm,
        62 => Architecture.X86_64,
        183 => Architecture.Arm64,
        243 => Architecture.RiscV64,
        258 => Architecture.LoongArch64,
        _ => Architecture.Unknown,
    };

    private static ushort Half(ReadOnlySpan<byte> at, bool big) => big ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);

    private static uint Word(ReadOnlySpan<byte> at, bool big) => big ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);

    private static ulong Long(ReadOnlySpan<byte> at, bool big) => big ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at);
}
