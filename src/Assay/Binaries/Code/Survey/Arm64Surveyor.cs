using System.Runtime.InteropServices;
using Assay.Targets.Cpu;
using Architecture = Assay.Targets.Architecture;

namespace Assay.Binaries.Code.Survey;

/// <summary>Looks through code of arm64: every word against the table, until each feature was met inside a function.</summary>
/// <param name="window">The code, piece by piece.</param>
/// <param name="image">The image, which knows where functions are.</param>
internal sealed class Arm64Surveyor(CodeWindow window, CodeImage image)
{
    private readonly List<CodeNeed> needs = [];
    private CpuFeatures inside, outside;

    /// <summary>Looks through all windows.</summary>
    public List<CodeNeed> Look()
    {
        Arm64Pattern[]?[] open = Arm64Needs.Open(inside);
        while (window.Advance())
        {
            ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(window.Buffer.AsSpan(window.Start, window.End - window.Start));
            for (int i = 0; i < words.Length; i++)
            {
                uint word = words[i];
                if (open[word >> Arm64Needs.IndexShift] is not { } rows || !Fits(rows, word) || Arm64Needs.Find(word) is not { } row || (row.Needs - inside).IsEmpty) continue;
                if (Add(row, window.Start + (i * 4))) open = Arm64Needs.Open(inside);
            }
        }

        return needs;
    }

    private bool Add(Arm64Pattern row, int at)
    {
        ulong address = window.Address + (ulong)at;
        bool isInFunction = image.FunctionAround(address) is not null;
        if (!isInFunction && (row.Needs - outside).IsEmpty) return false;
        if (isInFunction) inside |= row.Needs;
        outside |= row.Needs;
        if (InstructionReader.Read(window.Buffer.AsSpan(at..window.Filled), address, Architecture.Arm64) is { } instruction) needs.Add(new CodeNeed(row.Feature!.Value, instruction, isInFunction));
        return isInFunction;
    }

    private static bool Fits(Arm64Pattern[] rows, uint word)
    {
        foreach (Arm64Pattern row in rows)
            if ((word & row.Mask) == row.Value) return true;
        return false;
    }
}
