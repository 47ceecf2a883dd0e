using System.Text.RegularExpressions;

namespace Assay.Tests.House;

/// <summary>What a reader elsewhere cannot follow does not belong in the repository: paths of one machine and numbers of somebody's tracker.</summary>
public sealed partial class ConfidentialityTests
{
    [Fact]
    public void No_file_names_a_path_of_a_developers_machine_or_a_number_of_a_tracker()
    {
        List<string> offences = [];
        foreach (string file in Tracked())
        {
            string name = Repository.Relative(file);
            if (name.EndsWith("/ConfidentialityTests.cs", StringComparison.Ordinal)) continue;
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                if (Forbidden().Match(line) is { Success: true } match) offences.Add($"{name}:{number}: {match.Value}");
            }
        }

        Assert.Empty(offences);
    }

    private static IEnumerable<string> Tracked() => Repository.Files(".").Where(file => !Repository.Relative(file).StartsWith("bench/results/", StringComparison.Ordinal) && IsText(file));

    private static bool IsText(string file) => Path.GetExtension(file) is ".cs" or ".md" or ".json" or ".csproj" or ".props" or ".slnx" or ".yml" or ".txt" or ".tsv" or "" && !file.Contains("/.git", StringComparison.Ordinal);

    // Public threads are cited by owner/repository#number or by URL; a bare "issue 12" is one of ours.
    [GeneratedRegex(@"/work/|/root/\.|(?i:\bissue #?\d+\b|\bissues? no\.|\bclass(es)? \d+ of (the )?failures)")]
    private static partial Regex Forbidden();
}
