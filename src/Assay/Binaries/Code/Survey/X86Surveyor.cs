using System.Numerics;
using Assay.Targets.Cpu;
using Iced.Intel;
using Architecture = Assay.Targets.Architecture;
using Decoder = Iced.Intel.Decoder;

namespace Assay.Binaries.Code.Survey;

/// <summary>
/// Looks through code of x86-64. Most of it is not decoded: bytes that cannot begin an instruction with a need not yet met are passed over, and only where they can is the code around them
/// decoded. So a file costs little more than reading it, however large it is.
/// </summary>
internal sealed class X86Surveyor
{
    // From how far before a place decoding starts where no function is known: instructions of x86 fall into step after a few.
    private const int ShortRunUp = 40, OtherShortRunUp = 59, RunUp = 96, LongerRunUp = 176;
    private const int NearFunction = 1 << 11;

    // A key takes this many bytes at most.
    private const int LongestKey = 6;

    // What can begin something new. LAHF and SAHF have no escape byte and are not looked for.
    private readonly X86Filter filter = new();
    private readonly bool[] opcodes = new bool[X86Candidates.Keys];
    private readonly List<CodeNeed> needs = [];
    private readonly CodeWindow window;
    private readonly CodeImage image;
    private readonly ByteArrayCodeReader reader;
    private readonly Decoder decoder;
    private Instruction instruction;
    private CpuFeatures met;

    /// <summary>A look through windows.</summary>
    /// <param name="window">The code, piece by piece.</param>
    /// <param name="image">The image, which knows where functions are.</param>
    public X86Surveyor(CodeWindow window, CodeImage image)
    {
        (this.window, this.image) = (window, image);
        reader = new ByteArrayCodeReader(window.Buffer);
        decoder = Decoder.Create(64, reader);
    }

    /// <summary>Looks through all windows.</summary>
    public List<CodeNeed> Look()
    {
        Refresh();
        ReadOnlySpan<byte> code = window.Buffer;
        while (window.Advance())
        {
            int last = Math.Min(window.End, window.Filled - LongestKey);
            for (int block = window.Start; filter.Next(code, ref block, last) is not 0 and ulong hits; block += X86Filter.Block)
            {
                for (; hits != 0; hits &= hits - 1)
                {
                    int at = block + BitOperations.TrailingZeroCount(hits);
                    if (at >= last) break;
                    int key = KeyAt(code, at);
                    if (key >= 0 && opcodes[key] && Decode(at) is { } found) Add(found);
                }
            }
        }

        return needs;
    }

    // Where the opcode is for each way of encoding (Intel SDM vol. 2A, 2.3 and 2.7; AMD APM vol. 3, 1.2.9), and which bits say that it is that way at all.
    private static int KeyAt(ReadOnlySpan<byte> code, int at)
    {
        byte next = code[at + 1], third = code[at + 2];
        switch (code[at])
        {
            case 0x0f when next is 0x38 or 0x3a:
                return X86Candidates.Key(next == 0x38 ? X86Candidates.Legacy38 : X86Candidates.Legacy3A, PrefixBefore(code, at), third, code[at + 3]);
            case 0x0f:
                return X86Candidates.Key(X86Candidates.Legacy, PrefixBefore(code, at), next, third);
            case 0xc5:
                return X86Candidates.Key(X86Candidates.Vex + 1, next & 3, third, code[at + 3]);
            case 0xc4:
                return (next & 31) is >= 1 and <= 3 and int map ? X86Candidates.Key(X86Candidates.Vex + map, third & 3, code[at + 3], code[at + 4]) : -1;
            case 0x62:
                return (next & 8) == 0 && (third & 4) != 0 && (next & 7) is >= 1 and <= 6 and int wide ? X86Candidates.Key(X86Candidates.Evex + wide, third & 3, code[at + 4], code[at + 5]) : -1;
            default:
                return (next & 31) is >= 8 and <= 10 and int other ? X86Candidates.Key(X86Candidates.Xop + other, third & 3, code[at + 3], code[at + 4]) : -1;
        }
    }

    // A REX prefix may stand between.
    private static int PrefixBefore(ReadOnlySpan<byte> code, int at)
    {
        int before = at - 1;
        if (before >= 0 && (code[before] & 0xf0) == 0x40) before--;
        return before < 0 ? 0 : code[before] switch { 0x66 => 1, 0xf3 => 2, 0xf2 => 3, _ => 0 };
    }

    // Decoded from the beginning of its function, or from two places before it, which have to agree. Most of what seems to begin here is a part of an instruction that began earlier, and is
    // decoded from nearby only: where two short ways both lead past it, it is not looked at any further.
    private NeededInstruction? Decode(int at)
    {
        if (!Begins(at) || (Around(at, at - ShortRunUp) is null && Around(at, at - OtherShortRunUp) is null)) return null;
        ulong address = window.Address + (ulong)at;
        int before = Math.Max(0, at - LongerRunUp);
        if (image.FunctionAround(address) is not { } function || address - function.Start > NearFunction || function.Start < window.Address)
            return Around(at, before) is { } one && Around(at, at - RunUp) == one ? Read() : null;
        int start = (int)(function.Start - window.Address);
        return Around(at, Math.Max(before, start)) is not null && (start >= before || Around(at, start) is not null) ? Read() : null;
    }

    // Behind VEX, EVEX and XOP nothing changes what an instruction is: if there is one, it can be decoded from its escape byte. What it is not says most of it: lengths are no part of a key.
    private bool Begins(int at)
    {
        if (window.Buffer[at] == 0x0f) return true;
        Seek(at);
        return Next() && IsNew();
    }

    // Where the instruction begins that a place is in, decoded from another place on; null when it is none that needs something new. Prefixes stand before the escape byte.
    private ulong? Around(int at, int start)
    {
        Seek(Math.Max(0, start));
        ulong place = window.Address + (ulong)at;
        while (decoder.IP <= place)
            if (Next() && instruction.NextIP > place) return instruction.IP + 5 > place && IsNew() ? instruction.IP : null;
        return null;
    }

    private NeededInstruction? Read() =>
        InstructionReader.Read(window.Buffer.AsSpan((int)(instruction.IP - window.Address)..window.Filled), instruction.IP, Architecture.X86_64);

    private void Seek(int at)
    {
        reader.Position = at;
        decoder.IP = window.Address + (ulong)at;
    }

    // The next instruction, into the field; false where there is none. Behind the end of what is filled are leftovers.
    private bool Next()
    {
        decoder.Decode(out instruction);
        return !instruction.IsInvalid && instruction.NextIP <= window.Address + (ulong)window.Filled;
    }

    private bool IsNew() => !(X86Needs.Of(instruction) - met).IsEmpty;

    private void Add(NeededInstruction instruction)
    {
        bool isInFunction = image.FunctionAround(instruction.Address) is not null;
        foreach (CpuFeature feature in instruction.Needs - met) needs.Add(new CodeNeed(feature, instruction, isInFunction));
        met |= instruction.Needs;
        Refresh();
    }

    private void Refresh()
    {
        filter.Clear();
        foreach ((int key, CpuFeatures all) in X86Candidates.All)
        {
            opcodes[key] = !(all - met).IsEmpty;
            if (opcodes[key]) filter.Pass(key);
        }
    }
}
