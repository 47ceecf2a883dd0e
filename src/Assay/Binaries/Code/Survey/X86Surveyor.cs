using Assay.Targets.Cpu;
using Iced.Intel;
using Architecture = Assay.Targets.Architecture;
using Decoder = Iced.Intel.Decoder;

namespace Assay.Binaries.Code.Survey;

/// <summary>
/// Looks through code of x86-64. Most of it is not decoded: bytes that cannot begin an instruction with a need not yet met are passed over, and only where they can is the code around them
/// decoded. So a file costs little more than reading it, however large it is.
/// </summary>
/// <param name="part">The code.</param>
/// <param name="image">The image, which knows where functions are.</param>
internal sealed class X86Surveyor(MappedBytes part, CodeImage image)
{
    // From how far before a place decoding starts where no function is known: instructions of x86 fall into step after a few.
    private const int RunUp = 96, LongerRunUp = 176, LongestInstruction = 15;
    private const int NearFunction = 1 << 11;

    // What can begin something new: escape bytes, and keys of opcodes. LAHF and SAHF have no escape byte and are not looked for.
    private readonly bool[] escapes = new bool[256];
    private readonly bool[] opcodes = new bool[X86Candidates.Keys];
    private readonly List<CodeNeed> needs = [];
    private CpuFeatures met;

    /// <summary>Looks through a stretch of the part.</summary>
    /// <param name="start">Where it starts.</param>
    /// <param name="end">Where it ends.</param>
    public List<CodeNeed> Look(int start, int end)
    {
        ReadOnlySpan<byte> code = part.Bytes.Span;
        Refresh();
        int last = Math.Min(end, code.Length - 6);
        for (int at = start; at < last; at++)
        {
            if (!escapes[code[at]]) continue;
            int key = KeyAt(code, at);
            if (key >= 0 && opcodes[key] && Decode(at) is { } instruction) Add(instruction);
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

    // Decoded from the beginning of its function, or from two places before it, which have to agree.
    private NeededInstruction? Decode(int at)
    {
        ulong address = part.Address + (ulong)at;
        if (image.FunctionAround(address) is { } function && address - function.Start <= NearFunction && function.Start >= part.Address)
            return DecodeFrom((int)(function.Start - part.Address), at);
        NeededInstruction? first = DecodeFrom(Math.Max(0, at - RunUp), at);
        return first is not null && DecodeFrom(Math.Max(0, at - LongerRunUp), at)?.Address == first.Address ? first : null;
    }

    private NeededInstruction? DecodeFrom(int start, int at)
    {
        int length = Math.Min(at + LongestInstruction, part.Bytes.Length) - start;
        Decoder decoder = Decoder.Create(64, new ByteArrayCodeReader(part.Bytes.Span.Slice(start, length).ToArray()));
        decoder.IP = part.Address + (ulong)start;
        ulong place = part.Address + (ulong)at;
        while (decoder.IP <= place)
        {
            decoder.Decode(out Instruction instruction);
            if (instruction.IsInvalid || instruction.NextIP <= place) continue;
            return instruction.IP + 5 > place && !(X86Needs.Of(instruction) - met).IsEmpty
                ? InstructionReader.Read(part.Bytes.Span[(int)(instruction.IP - part.Address)..], instruction.IP, Architecture.X86_64)
                : null;
        }

        return null;
    }

    private void Add(NeededInstruction instruction)
    {
        bool isInFunction = image.FunctionAround(instruction.Address) is not null;
        foreach (CpuFeature feature in instruction.Needs - met) needs.Add(new CodeNeed(feature, instruction, isInFunction));
        met |= instruction.Needs;
        Refresh();
    }

    private void Refresh()
    {
        Array.Clear(escapes);
        for (int key = 0; key < opcodes.Length; key++)
        {
            bool isOpen = opcodes[key] = !(X86Candidates.Of(key) - met).IsEmpty;
            if (!isOpen) continue;
            int map = X86Candidates.MapOf(key);
            escapes[map <= X86Candidates.Legacy3A ? 0x0f : map <= X86Candidates.Vex + 3 ? 0xc4 : map < X86Candidates.Xop + 8 ? 0x62 : 0x8f] = true;
            if (map == X86Candidates.Vex + 1) escapes[0xc5] = true;
        }
    }
}
