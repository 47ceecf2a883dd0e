using System.Runtime.InteropServices;
using Assay.Targets.Cpu;
using Architecture = Assay.Targets.Architecture;

namespace Assay.Binaries.Code.Survey;

/// <summary>Looks through code of arm64: every word against the table, until each feature was met inside a function.</summary>
/// <param name="part">The code.</param>
/// <param name="image">The image, which knows where functions are.</param>
internal sealed class Arm64Surveyor(MappedBytes part, CodeImage image)
{
    private readonly List<CodeNeed> needs = [];
    private CpuFeatures inside, outside;

    /// <summary>Looks through a stretch of the part.</summary>
    /// <param name="start">Where it starts, a multiple of 4.</param>
    /// <param name="end">Where it ends.</param>
    public List<CodeNeed> Look(int start, int end)
    {
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(part.Bytes.Span[start..end]);
        Arm64Pattern[]?[] open = Arm64Needs.Open(inside);
        for (int i = 0; i < words.Length; i++)
        {
            uint word = words[i];
            if (open[word >> Arm64Needs.IndexShift] is not { } rows || !Fits(rows, word) || Arm64Needs.Find(word) is not { } row || (row.Needs - inside).IsEmpty) continue;
            if (Add(row, part.Address + (ulong)start + ((ulong)i * 4))) open = Arm64Needs.Open(inside);
        }

        return needs;
    }

    private bool Add(Arm64Pattern row, ulong address)
    {
        bool isInFunction = image.FunctionAround(address) is not null;
        if (!isInFunction && (row.Needs - outside).IsEmpty) return false;
        if (isInFunction) inside |= row.Needs;
        outside |= row.Needs;
        ReadOnlySpan<byte> bytes = part.Bytes.Span[(int)(address - part.Address)..];
        if (InstructionReader.Read(bytes, address, Architecture.Arm64) is { } instruction) needs.Add(new CodeNeed(row.Feature!.Value, instruction, isInFunction));
        return isInFunction;
    }

    private static bool Fits(Arm64Pattern[] rows, uint word)
    {
        foreach (Arm64Pattern row in rows)
            if ((word & row.Mask) == row.Value) return true;
        return false;
    }
}
