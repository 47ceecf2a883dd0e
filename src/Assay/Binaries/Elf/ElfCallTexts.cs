using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Assay.Binaries.Elf;

/// <summary>
/// The C strings that the code of a file hands to an imported function as first argument, in the order of the calls. Code is not decoded: from each call the few
/// instructions that compilers load an address with are looked for backwards. x86_64 and aarch64, little-endian.
/// </summary>
internal static class ElfCallTexts
{
    // How far before a call its argument may have been loaded, in bytes.
    private const int Window = 2048;

    private const int LongestText = 512;

    /// <summary>The strings, each once, in the order of the first call with it; empty where the function is not imported.</summary>
    /// <param name="view">The file.</param>
    /// <param name="slots">The addresses of the words that hold the function's address (its GOT entries).</param>
    public static ImmutableArray<string> Read(ElfFileView view, IReadOnlyCollection<ulong> slots)
    {
        if (slots.Count == 0 || view.Header.BigEndian) return [];
        List<string> texts = [];
        foreach (ElfSegment segment in view.Segments)
        {
            if (!segment.IsLoad || (segment.Flags & ElfConstants.PF_X) == 0) continue;
            ElfTable code = view.Read(segment.Offset, segment.FileSize);
            Code block = new(view, code.Bytes, segment.Address.Value);
            switch (view.Header.Machine)
            {
                case ElfConstants.EM_X86_64:
                    block.ReadX86(slots, texts);
                    break;
                case ElfConstants.EM_AARCH64:
                    block.ReadArm(slots, texts);
                    break;
            }
        }

        return [.. texts];
    }

    private static string? TextAt(ElfFileView view, ulong address)
    {
        // The byte before a string of a compiler's string section ends the one before it.
        if (address == 0 || !view.TryMap(new Primitives.VirtualAddress(address), out Primitives.FileOffset offset, out long available)) return null;
        ReadOnlySpan<byte> bytes = view.Read(offset, (ulong)Math.Min(available, LongestText)).Bytes.Span;
        int end = bytes.IndexOf((byte)0);
        return end > 0 && !bytes[..end].ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Encoding.ASCII.GetString(bytes[..end]) : null;
    }

    private readonly struct Code(ElfFileView view, ReadOnlyMemory<byte> memory, ulong start)
    {
        public void ReadX86(IReadOnlyCollection<ulong> slots, List<string> texts)
        {
            ReadOnlySpan<byte> bytes = memory.Span;
            HashSet<ulong> entries = [];
            SortedSet<int> calls = [];

            // jmp *slot(%rip) is the entry of the procedure linkage table, call *slot(%rip) a call without one.
            for (int at = 0; Next(bytes, at, 0xff) is >= 0 and int found && found + 6 <= bytes.Length; at = found + 1)
            {
                if (bytes[found + 1] is not (0x25 or 0x15) || !slots.Contains(Target(bytes, found + 2, start))) continue;
                if (bytes[found + 1] == 0x15)
                {
                    calls.Add(found);
                    continue;
                }

                // Entries may begin with endbr64 and a bnd prefix.
                foreach (int before in new[] { 0, 1, 4, 5 }) entries.Add(start + (ulong)Math.Max(found - before, 0));
            }

            if (entries.Count > 0)
            {
                for (int at = 0; Next(bytes, at, 0xe8) is >= 0 and int found && found + 5 <= bytes.Length; at = found + 1)
                {
                    if (entries.Contains(Target(bytes, found + 1, start))) calls.Add(found);
                }
            }

            foreach (int call in calls)
            {
                if (ArgumentX86(bytes, call) is { } address && TextAt(view, address) is { } text && !texts.Contains(text)) texts.Add(text);
            }
        }

        public void ReadArm(IReadOnlyCollection<ulong> slots, List<string> texts)
        {
            ReadOnlySpan<uint> words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(memory.Span);
            HashSet<int> entries = [];
            for (int i = 0; i + 1 < words.Length; i++)
            {
                // adrp x16, page; ldr x17, [x16, #offset]
                if ((words[i] & 0x9f00001f) != 0x90000010 || (words[i + 1] & 0xffc003ff) != 0xf9400211) continue;
                if (!slots.Contains(Page(words[i], i) + (((words[i + 1] >> 10) & 0xfff) * 8))) continue;
                entries.Add(i);
                entries.Add(i - 1);
            }

            for (int i = 0; i < words.Length && entries.Count > 0; i++)
            {
                if ((words[i] & 0xfc000000) != 0x94000000 || !entries.Contains(i + ((int)(words[i] << 6) >> 6))) continue;
                if (ArgumentArm(words, i) is { } address && TextAt(view, address) is { } text && !texts.Contains(text)) texts.Add(text);
            }
        }

        private static int Next(ReadOnlySpan<byte> bytes, int at, byte value) => at >= bytes.Length ? -1 : bytes[at..].IndexOf(value) is >= 0 and int found ? at + found : -1;

        // A 32-bit displacement counts from the end of its instruction.
        private static ulong Target(ReadOnlySpan<byte> bytes, int displacement, ulong start) =>
            unchecked(start + (ulong)(displacement + 4) + (ulong)(long)BinaryPrimitives.ReadInt32LittleEndian(bytes[displacement..]));

        private ulong? ArgumentX86(ReadOnlySpan<byte> bytes, int call)
        {
            const int Rdi = 7;
            ulong?[] registers = new ulong?[16];
            for (int i = Math.Max(0, call - Window); i + 3 <= call; i++)
            {
                int prefix = bytes[i];
                if ((prefix & 0xf8) != 0x48) continue;
                int modrm = bytes[i + 2];
                int register = ((modrm >> 3) & 7) + ((prefix & 4) << 1);
                int operand = (modrm & 7) + ((prefix & 1) << 3);
                switch (bytes[i + 1])
                {
                    case 0x8d when (modrm & 0xc7) == 5 && i + 7 <= call:
                        registers[register] = Target(bytes, i + 3, start);
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

        private ulong Page(uint word, int index)
        {
            long pages = (long)((((word >> 5) & 0x7ffff) << 2) | ((word >> 29) & 3)) << 43 >> 43;
            return unchecked(((start + ((ulong)index * 4)) & ~0xfffUL) + (ulong)(pages * 4096));
        }

        private ulong? ArgumentArm(ReadOnlySpan<uint> words, int call)
        {
            ulong?[] registers = new ulong?[32];
            for (int i = Math.Max(0, call - (Window / 4)); i < call; i++)
            {
                uint word = words[i];
                int to = (int)(word & 31);
                int from = (int)((word >> 5) & 31);
                if ((word & 0x9f000000) == 0x90000000) registers[to] = Page(word, i);
                else if ((word & 0xffc00000) == 0x91000000) registers[to] = registers[from] + ((word >> 10) & 0xfff);
                else if ((word & 0xffe0ffe0) == 0xaa0003e0) registers[to] = registers[(int)((word >> 16) & 31)];
            }

            return registers[0];
        }
    }
}
