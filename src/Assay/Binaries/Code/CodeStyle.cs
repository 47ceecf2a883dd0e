using Assay.Binaries.Code.Flow;
using Assay.Targets.Cpu;

namespace Assay.Binaries.Code;

/// <summary>What the code of a file is like as a whole: whether all of it is compiled for a processor that can more than the baseline.</summary>
internal static class CodeStyle
{
    // So many functions are looked at, spread evenly: what "all of it" means shows in far fewer.
    private const int SampleSize = 400;
    private const int FewestVectorFunctions = 8;

    // A prime: with it every function of a file with fewer is met once.
    private const int Stride = 7919;
    private const double NearlyAll = 0.9;
    private const int LongestFunction = 1 << 12;

    /// <summary>
    /// What is lacking, where nearly all functions that use vectors use instructions which need it; empty where they do not. On x86-64 a compiler that may use AVX uses its encoding for every number with
    /// a fraction, so builds for newer processors stand out clearly from those that choose at run time.
    /// </summary>
    /// <param name="code">The code.</param>
    /// <param name="lacking">What is lacking.</param>
    public static CpuFeatures WhollyNeeds(CodeImage code, CpuFeatures lacking)
    {
        CodeRange[] functions = [.. code.Functions];
        int vectors = 0, needing = 0;
        CpuFeatures needs = default;
        StepReader reader = StepReader.For(code);
        for (int i = 0; i < Math.Min(functions.Length, SampleSize); i++)
        {
            // Spread over the file, whatever its order: neighbours are alike.
            CodeRange function = functions[(int)((long)i * Stride % functions.Length)];
            (bool usesVectors, CpuFeatures used) = Look(reader, function, lacking);
            if (!usesVectors) continue;
            vectors++;
            needs |= used;
            if (!used.IsEmpty) needing++;
            if (vectors >= FewestVectorFunctions && needing < vectors / 2) return default;
        }

        return vectors >= FewestVectorFunctions && needing >= vectors * NearlyAll ? needs : default;
    }

    private static (bool UsesVectors, CpuFeatures Needs) Look(StepReader reader, CodeRange function, CpuFeatures lacking)
    {
        bool usesVectors = false;
        CpuFeatures needs = default;
        ulong end = Math.Min(function.End, function.Start + LongestFunction);
        for (ulong at = function.Start; at < end && reader.Read(at, out CodeStep step); at = step.Next)
        {
            // A function that asks chooses for itself.
            if (step.AsksProcessor) return (usesVectors, default);
            usesVectors |= step.UsesVectors;
            needs |= step.Needs & lacking;
        }

        return (usesVectors, needs);
    }
}
