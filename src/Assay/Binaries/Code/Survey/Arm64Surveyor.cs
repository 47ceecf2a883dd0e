using System.Runtime.InteropServices;
using Assay.Targets.Cpu;
using Architecture = Assay.Targets.Architecture;

namespace Assay.Binaries.Code.Survey;

/// <summary>Looks through code of arm64: every word against the table, until each feature was met inside a function.</summary>
/// <param name="part">The code.</param>
/// <param name="functions">The functions that the file tells of, by address.</param>
internal sealed class Arm64Surveyor(MappedBytes part, CodeRange[] functions)
{
    private readonly List<CodeNeed> needs = [];
    private CpuFeatures inside, outside;

    /// <summary>Looks through a stretch of the part.</summary>
    /// <param name="start">Where it starts, a multiple of 4.</param>
    /// <param name="end">Where it ends.</param>
    public List<CodeNeed> Look(int start, int end)
    {
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(part.Bytes.Span[start..end]);
        ulong[] tops = TopBytes();
        for (int i = 0; i < words.Length; i++)
        {
            uint word = words[i], top = word >> 24;
            if ((tops[top >> 6] >> (int)(top & 63) & 1) == 0 || Arm64Needs.Find(word) is not { } row || (row.Needs - inside).IsEmpty) continue;
            if (Add(row, part.Address + (ulong)start + ((ulong)i * 4))) tops = TopBytes();
        }

        return needs;
    }

    private bool Add(Arm64Pattern row, ulong address)
    {
        bool isInFunction = CodeRanges.Hold(functions, address);
        if (!isInFunction && (row.Needs - outside).IsEmpty) return false;
        if (isInFunction) inside |= row.Needs;
        outside |= row.Needs;
        ReadOnlySpan<byte> bytes = part.Bytes.Span[(int)(address - part.Address)..];
        if (InstructionReader.Read(bytes, address, Architecture.Arm64) is { } instruction) needs.Add(new CodeNeed(row.Feature!.Value, instruction, isInFunction));
        return isInFunction;
    }

    // One bit for each top byte of words that can still tell something new.
    private ulong[] TopBytes()
    {
        ulong[] tops = new ulong[4];
        for (uint top = 0; top < 256; top++)
            if (Arm64Needs.CanNeed(top, inside)) tops[top >> 6] |= 1UL << (int)(top & 63);
        return tops;
    }
}
