using Assay.Environments;
using Assay.Primitives;
using Assay.Rules;

namespace Assay.Examination;

/// <summary>Looks for settings that make conda take packages for another processor: CONDA_SUBDIR, and <c>subdir</c> or <c>subdirs</c> in a <c>.condarc</c>.</summary>
internal static class CondaSettingsReader
{
    private const int LargestFile = 1 << 20;

    /// <summary>The settings that ask for something else than wanted, in the order conda reads them.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="wanted">The platform directory of its Python.</param>
    public static IEnumerable<CondaSetting> Differing(PythonEnvironment environment, string wanted)
    {
        IMachine machine = environment.Machine;
        string?[] files = [environment.Prefix is { } prefix ? PosixPath.Join(prefix, ".condarc") : null, machine.EnvironmentVariable("HOME") is { Length: > 0 } home ? PosixPath.Join(home, ".condarc") : null];
        foreach (string file in files.OfType<string>().Distinct())
            if (machine.ReadText(file, LargestFile) is { } text && Subdirectory(text) is { } found && found != wanted) yield return new CondaSetting(file, found);
        if (machine.EnvironmentVariable("CONDA_SUBDIR") is { Length: > 0 } variable && variable != wanted) yield return new CondaSetting("CONDA_SUBDIR", variable);
    }

    // YAML, of which only `subdir: X` and the first entry of `subdirs:` count here.
    private static string? Subdirectory(string text)
    {
        bool isList = false;
        foreach (string line in text.Split('\n'))
        {
            string words = line.Split('#')[0].Trim();
            if (isList && words.StartsWith('-')) return Value(words[1..]);
            isList = words == "subdirs:";
            if (words.StartsWith("subdir:", StringComparison.Ordinal)) return Value(words["subdir:".Length..]);
        }

        return null;
    }

    private static string? Value(string text) => text.Trim().Trim('"', '\'') is { Length: > 0 } value ? value : null;
}
