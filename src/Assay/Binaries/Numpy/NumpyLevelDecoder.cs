using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Architecture = Assay.Targets.Architecture;

namespace Assay.Binaries.Numpy;

/// <summary>
/// The level of the C interface that code built with the headers of NumPy 1 asks for. It is the small constant that the code hands to <c>PyErr_Format</c> together with the message of the
/// check (numpy/core/include/numpy/__multiarray_api.h), so it is looked for beside the instruction that loads the message's address.
/// </summary>
internal static class NumpyLevelDecoder
{
    private const int Lowest = 7, Highest = 0x30;

    // How far from the message's address the constant may be loaded: bytes of x86_64, instructions of arm64.
    private const int NearBytes = 64, NearWords = 20;

    /// <summary>The level, or null when the code does not show it.</summary>
    /// <param name="image">The file.</param>
    public static int? Level(BinaryImage image)
    {
        HashSet<ulong> messages = Messages(image);
        if (messages.Count == 0) return null;
        foreach (MappedBytes code in image.Code())
        {
            int? level = image.Architecture switch
            {
                Architecture.X86_64 => InX86(code.Bytes.Span, code.Address, messages),
                Architecture.Arm64 or Architecture.Arm64E => InArm64(MemoryMarshal.Cast<byte, uint>(code.Bytes.Span), code.Address, messages),
                _ => null,
            };
            if (level is not null) return level;
        }

        return null;
    }

    private static HashSet<ulong> Messages(BinaryImage image)
    {
        HashSet<ulong> found = [];
        foreach (MappedBytes part in image.Constants())
        {
            ReadOnlySpan<byte> data = part.Bytes.Span;
            for (int from = 0; data[from..].IndexOf(NumpyUseReader.FirstMessage) is >= 0 and int at; from += at + NumpyUseReader.FirstMessage.Length)
                found.Add(part.Address + (ulong)(from + at));
        }

        return found;
    }

    // mov edx, imm32 (System V) or mov r8d, imm32 (Windows); lea reg, [rip + message]. The loads of constants are the rarer pattern.
    private static int? InX86(ReadOnlySpan<byte> code, ulong start, HashSet<ulong> messages)
    {
        int? nearest = null;
        int distance = int.MaxValue;
        for (int from = 0; from < code.Length && code[from..].IndexOfAny((byte)0xba, (byte)0xb8) is >= 0 and int found; from += found + 1)
        {
            int at = from + found;
            if (at + 5 > code.Length) break;
            if (BinaryPrimitives.ReadUInt32LittleEndian(code[(at + 1)..]) is not (>= Lowest and <= Highest and uint level)) continue;
            bool isWindows = at > 0 && code[at - 1] == 0x41;
            if (code[at] == 0xb8 && !isWindows) continue;
            for (int near = Math.Max(0, at - NearBytes); near + 7 <= Math.Min(code.Length, at + NearBytes); near++)
            {
                if (code[near] is not (0x48 or 0x4c) || code[near + 1] != 0x8d || (code[near + 2] & 0xc7) != 5) continue;
                ulong address = unchecked(start + (ulong)(near + 7) + (ulong)(long)BinaryPrimitives.ReadInt32LittleEndian(code[(near + 3)..]));
                if (!messages.Contains(address) || Math.Abs(near - at) >= distance) continue;
                distance = Math.Abs(near - at);
                nearest = (int)level;
            }
        }

        return nearest;
    }

    // movz wN, #level; adrp and add, or adr alone where the linker made one of the two. Darwin hands variadic arguments over on the stack, so any register counts there.
    private static int? InArm64(ReadOnlySpan<uint> words, ulong start, HashSet<ulong> messages)
    {
        int? nearest = null;
        int distance = int.MaxValue;
        for (int i = 0; i < words.Length; i++)
        {
            if ((words[i] & 0xffe00000) != 0x52800000 || ((words[i] >> 5) & 0xffff) is not (>= Lowest and <= Highest and uint level)) continue;
            for (int near = Math.Max(0, i - NearWords); near < Math.Min(words.Length, i + NearWords); near++)
            {
                if (Math.Abs(near - i) >= distance || !Refers(words, near, start, messages)) continue;
                distance = Math.Abs(near - i);
                nearest = (int)level;
            }
        }

        return nearest;
    }

    private static bool Refers(ReadOnlySpan<uint> words, int at, ulong start, HashSet<ulong> messages)
    {
        uint word = words[at];
        ulong here = start + ((ulong)at * 4);
        if ((word & 0x9f000000) == 0x10000000) return messages.Contains(unchecked(here + (ulong)Arm64Calls.Immediate(word)));
        if ((word & 0x9f000000) != 0x90000000) return false;
        ulong page = unchecked((here & ~0xfffUL) + (ulong)(Arm64Calls.Immediate(word) * 4096));
        for (int next = at + 1; next < Math.Min(words.Length, at + NearWords); next++)
        {
            // add xN, xN, #low 12 bits
            if ((words[next] & 0xffc00000) == 0x91000000 && ((words[next] >> 5) & 31) == (word & 31) && messages.Contains(page + ((words[next] >> 10) & 0xfff))) return true;
        }

        return false;
    }
}
