using System.Buffers.Binary;

namespace Assay.Binaries;

/// <summary>Calls in code of x86_64 and what they are given in <c>%rdi</c>, the first argument by the System V convention, which macOS shares.</summary>
internal static class X86Calls
{
    /// <summary>Where the function is called, in rising order.</summary>
    /// <param name="code">The code.</param>
    /// <param name="start">The address of its first byte.</param>
    /// <param name="slots">The addresses of the words that hold the function's address.</param>
    /// <param name="known">The addresses of stubs that jump there.</param>
    public static SortedSet<int> Find(ReadOnlySpan<byte> code, ulong start, IReadOnlySet<ulong> slots, IReadOnlySet<ulong> known)
    {
        HashSet<ulong> entries = [.. known];
        SortedSet<int> calls = [];

        // jmp *slot(%rip) is a stub, an entry of the procedure linkage table; call *slot(%rip) a call without one.
        for (int at = 0; slots.Count > 0 && Next(code, at, 0xff) is >= 0 and int found && found + 6 <= code.Length; at = found + 1)
        {
            if (code[found + 1] is not (0x25 or 0x15) || !slots.Contains(Target(code, found + 2, start))) continue;
            if (code[found + 1] == 0x15)
            {
                calls.Add(found);
                continue;
            }

            // Entries may begin with endbr64 and a bnd prefix.
            foreach (int before in (ReadOnlySpan<int>)[0, 1, 4, 5]) entries.Add(start + (ulong)Math.Max(found - before, 0));
        }

        for (int at = 0; entries.Count > 0 && Next(code, at, 0xe8) is >= 0 and int found && found + 5 <= code.Length; at = found + 1)
        {
            if (entries.Contains(Target(code, found + 1, start))) calls.Add(found);
        }

        return calls;
    }

    /// <summary>The address in <c>%rdi</c>, or null when it was not loaded in sight.</summary>
    /// <param name="code">The code.</param>
    /// <param name="start">The address of its first byte.</param>
    /// <param name="from">Where to begin to look.</param>
    /// <param name="call">Where the call is.</param>
    public static ulong? FirstArgument(ReadOnlySpan<byte> code, ulong start, int from, int call)
    {
        const int Rdi = 7;
        ulong?[] registers = new ulong?[16];
        for (int i = from; i + 3 <= call; i++)
        {
            int prefix = code[i];
            if ((prefix & 0xf8) != 0x48) continue;
            int modrm = code[i + 2];
            int register = ((modrm >> 3) & 7) + ((prefix & 4) << 1);
            int operand = (modrm & 7) + ((prefix & 1) << 3);
            switch (code[i + 1])
            {
                case 0x8d when (modrm & 0xc7) == 5 && i + 7 <= call:
                    registers[register] = Target(code, i + 3, start);
                    i += 6;
                    break;
                case 0x89 when modrm >= 0xc0:
                    registers[operand] = registers[register];
                    i += 2;
                    break;
                case 0x8b when modrm >= 0xc0:
                    registers[register] = registers[operand];
                    i += 2;
                    break;
                case 0x8b:
                    registers[register] = null;
                    break;
            }
        }

        return registers[Rdi];
    }

    private static int Next(ReadOnlySpan<byte> bytes, int at, byte value) => at >= bytes.Length ? -1 : bytes[at..].IndexOf(value) is >= 0 and int found ? at + found : -1;

    // A 32-bit displacement counts from the end of its instruction.
    private static ulong Target(ReadOnlySpan<byte> code, int displacement, ulong start) =>
        unchecked(start + (ulong)(displacement + 4) + (ulong)(long)BinaryPrimitives.ReadInt32LittleEndian(code[displacement..]));
}
