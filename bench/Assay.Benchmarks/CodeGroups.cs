using Assay.Binaries.Code.Survey;
using Assay.Targets.Cpu;

namespace Assay.Benchmarks;

/// <summary>The groups of Capstone, which elfx86exts prints, beside the features of the survey.</summary>
internal static class CodeGroups
{
    private static readonly HashSet<string> Baseline = new(StringComparer.OrdinalIgnoreCase) { "MODE64", "CMOV", "MMX", "SSE1", "SSE2", "FPU", "NOVLX" };

    private static readonly Dictionary<string, CpuFeature> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["BMI"] = CpuFeature.Bmi1,
        ["AVX512"] = CpuFeature.Avx512f,
        ["BWI"] = CpuFeature.Avx512bw,
        ["DQI"] = CpuFeature.Avx512dq,
        ["VLX"] = CpuFeature.Avx512vl,
        ["CDI"] = CpuFeature.Avx512cd,
        ["ERI"] = CpuFeature.Avx512er,
        ["PFI"] = CpuFeature.Avx512pf,
        ["PCLMUL"] = CpuFeature.Pclmulqdq,
    };

    /// <summary>What both say, what only the survey says with the instruction that shows it, and what only the other one says in its own words.</summary>
    /// <param name="survey">The survey.</param>
    /// <param name="said">What the other program printed: lines like <c>AVX2 (vpand)</c>.</param>
    public static (string Both, string OnlyOurs, string OnlyTheirs) Compare(CodeSurvey survey, string said)
    {
        string[] lines = [.. said.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.EndsWith(')') && !Baseline.Contains(line.Split(' ')[0]))];
        Dictionary<CpuFeature, string> theirs = [];
        List<string> unknown = [];
        foreach (string line in lines)
        {
            string word = line.Split(' ')[0];
            if (Names.TryGetValue(word, out CpuFeature feature) || Enum.TryParse(word, true, out feature)) theirs[feature] = line;
            else unknown.Add(line);
        }

        HashSet<CpuFeature> ours = [.. survey.Needs.Select(need => need.Feature)];
        return (string.Join(' ', ours.Where(theirs.ContainsKey)),
            string.Join(", ", survey.Needs.Where(need => !theirs.ContainsKey(need.Feature)).Select(need => $"{need.Feature} (`{need.Instruction.Text}` at 0x{need.Instruction.Address:x})")),
            string.Join(", ", theirs.Where(pair => !ours.Contains(pair.Key)).Select(pair => pair.Value).Concat(unknown)));
    }
}
