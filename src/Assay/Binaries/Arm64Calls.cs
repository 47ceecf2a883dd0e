using System.Runtime.InteropServices;

namespace Assay.Binaries;

/// <summary>Calls in code of arm64 and what they are given in <c>x0</c>, the first argument on every system.</summary>
internal static class Arm64Calls
{
    // How many instructions after the load of a function's address it is called.
    private const int Near = 16;

    /// <summary>The code as instructions; what is left over at its end is none.</summary>
    /// <param name="code">The code.</param>
    public static ReadOnlySpan<uint> Words(ReadOnlySpan<byte> code) => MemoryMarshal.Cast<byte, uint>(code);

    /// <summary>Where the function is called, in rising order, as indexes of instructions.</summary>
    /// <param name="words">The code.</param>
    /// <param name="start">The address of its first instruction.</param>
    /// <param name="slots">The addresses of the words that hold the function's address.</param>
    /// <param name="known">The addresses of stubs that jump there.</param>
    public static SortedSet<int> Find(ReadOnlySpan<uint> words, ulong start, IReadOnlySet<ulong> slots, IReadOnlySet<ulong> known)
    {
        HashSet<ulong> entries = [.. known];
        SortedSet<int> calls = [];
        for (int i = 0; slots.Count > 0 && i + 1 < words.Length; i++)
        {
            // adrp xN, page; ldr xM, [xN, #offset]
            uint page = words[i], load = words[i + 1];
            if ((page & 0x9f000000) != 0x90000000 || (load & 0xffc00000) != 0xf9400000 || ((load >> 5) & 31) != (page & 31)) continue;
            if (!slots.Contains(Page(page, start, i) + (((load >> 10) & 0xfff) * 8))) continue;

            // A stub jumps there at once, perhaps behind a landing pad (bti c); other code calls it soon after.
            entries.Add(start + ((ulong)i * 4));
            if (i > 0) entries.Add(start + ((ulong)(i - 1) * 4));
            for (int next = i + 2; next < Math.Min(words.Length, i + 2 + Near); next++)
            {
                if (words[next] == (0xd63f0000 | ((load & 31) << 5))) calls.Add(next);
            }
        }

        for (int i = 0; entries.Count > 0 && i < words.Length; i++)
        {
            // bl
            if ((words[i] & 0xfc000000) == 0x94000000 && entries.Contains(unchecked(start + ((ulong)i * 4) + (ulong)((long)((int)(words[i] << 6) >> 6) * 4)))) calls.Add(i);
        }

        return calls;
    }

    /// <summary>The address in <c>x0</c>, or null when it was not loaded in sight.</summary>
    /// <param name="words">The code.</param>
    /// <param name="start">The address of its first instruction.</param>
    /// <param name="from">Where to begin to look.</param>
    /// <param name="call">Where the call is.</param>
    public static ulong? FirstArgument(ReadOnlySpan<uint> words, ulong start, int from, int call)
    {
        ulong?[] registers = new ulong?[32];
        for (int i = from; i < call; i++)
        {
            uint word = words[i];
            int to = (int)(word & 31);
            if ((word & 0x9f000000) == 0x90000000) registers[to] = Page(word, start, i);
            else if ((word & 0x9f000000) == 0x10000000) registers[to] = unchecked(start + ((ulong)i * 4) + (ulong)Immediate(word)); // adr, what linkers make of adrp and add
            else if ((word & 0xffc00000) == 0x91000000) registers[to] = registers[(int)((word >> 5) & 31)] + ((word >> 10) & 0xfff); // add
            else if ((word & 0xffe0ffe0) == 0xaa0003e0) registers[to] = registers[(int)((word >> 16) & 31)]; // mov
            else if ((word & 0xffc00000) == 0xf9400000) registers[to] = null; // ldr
        }

        return registers[0];
    }

    private static ulong Page(uint word, ulong start, int index) => unchecked(((start + ((ulong)index * 4)) & ~0xfffUL) + (ulong)(Immediate(word) * 4096));

    /// <summary>The signed 21 bits of adr and adrp: immhi:immlo.</summary>
    /// <param name="word">The instruction.</param>
    public static long Immediate(uint word) => (long)((((word >> 5) & 0x7ffff) << 2) | ((word >> 29) & 3)) << 43 >> 43;
}
