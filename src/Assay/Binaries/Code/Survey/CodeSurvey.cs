using System.Collections.Immutable;
using Assay.Targets.Cpu;
using Architecture = Assay.Targets.Architecture;

namespace Assay.Binaries.Code.Survey;

/// <summary>Which features any code of a file needs, whether or not it ever runs: libraries that choose their code at run time need nearly everything by this measure.</summary>
/// <param name="Needs">The features, each with the first place that needs it, in the order of the enumeration.</param>
/// <param name="CodeSize">How many bytes of code were looked at.</param>
public sealed record CodeSurvey(ImmutableArray<CodeNeed> Needs, long CodeSize)
{
    // Below this, handing out the work costs more than doing it.
    private const int SmallestPart = 1 << 18;

    /// <summary>Looks through all code of an image.</summary>
    /// <param name="image">The image; its file must be open.</param>
    /// <returns>An empty survey for architectures whose code is not decoded.</returns>
    public static CodeSurvey Of(BinaryImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (CodeImages.Of(image) is not { } code) return new CodeSurvey([], 0);
        bool isArm = image.Architecture is not Architecture.X86_64;
        SortedDictionary<CpuFeature, CodeNeed> found = [];
        long size = 0;
        foreach (StoredRange part in image.CodeSections())
        {
            size += part.Size;
            foreach (CodeNeed need in OfPart(image, part, code, isArm))
                if (!found.TryGetValue(need.Feature, out CodeNeed? before) || IsBetter(need, before)) found[need.Feature] = need;
        }

        return new CodeSurvey([.. found.Values], size);
    }

    private static IEnumerable<CodeNeed> OfPart(BinaryImage image, StoredRange part, CodeImage code, bool isArm)
    {
        int count = (int)Math.Clamp(part.Size / SmallestPart, 1, Environment.ProcessorCount);
        long step = ((part.Size / count) + 3) & ~3;
        List<CodeNeed>[] results = new List<CodeNeed>[count];
        Parallel.For(0, count, number =>
        {
            using CodeWindow window = new(image, part, number * step, number == count - 1 ? part.Size : (number + 1) * step);
            results[number] = isArm ? new Arm64Surveyor(window, code).Look() : new X86Surveyor(window, code).Look();
        });
        return results.SelectMany(result => result);
    }

    // Inside a function is better evidence than outside of all; else the first place counts.
    private static bool IsBetter(CodeNeed need, CodeNeed before) => need.IsInFunction == before.IsInFunction ? need.Instruction.Address < before.Instruction.Address : need.IsInFunction;
}

/// <summary>A feature that some code needs.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Instruction">The first instruction that needs it.</param>
/// <param name="IsInFunction">True when the file says that there is a function; outside of all it may be data between functions, or code written by hand.</param>
public sealed record CodeNeed(CpuFeature Feature, NeededInstruction Instruction, bool IsInFunction);
