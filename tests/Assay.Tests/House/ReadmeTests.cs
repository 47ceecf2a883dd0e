using System.Text;
using System.Text.RegularExpressions;
using Assay.Tests.Cli;
using Assay.Tests.Fixtures;

namespace Assay.Tests.House;

/// <summary>
/// What the README shows is what happens. In a <c>console</c> block each line after <c>$</c> is run and what follows is compared letter by letter
/// (<c>dotnet run dev.cs -- bless</c> rewrites it); in a <c>sh</c> block each command is run or, where it would start this very suite, looked up.
/// </summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Built_in_examples_print_exactly_what_is_shown() => Compare(needs: "");

    [Fact]
    [Trait("speed", "slow")]
    public void The_healthy_environment_prints_exactly_what_is_shown()
    {
        Needs.DebianPython();
        foreach (string package in new[] { "sklearn", "pandas", "matplotlib" }) Needs.Existing("/usr/lib/python3/dist-packages/" + package, "Debian's " + package);
        Compare(needs: "debian");
    }

    [Fact]
    public void Every_command_in_a_shell_block_exists()
    {
        string tasks = Repository.Read("dev.cs");
        int commands = 0;
        foreach (string line in Blocks().Where(block => block.Groups["kind"].Value == "sh").SelectMany(block => block.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
        {
            commands++;
            string[] words = line.Split('|')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "dotnet")
            {
                if (words[2] == "dev.cs") Assert.Contains($"(\"{words[4]}\",", tasks, StringComparison.Ordinal);
                else Assert.True(Directory.Exists(Path.Combine(Repository.Root, words[3])), line);
                continue;
            }

            // Whatever Python this machine has, the words must be understood: no usage error, no fault.
            Assert.Equal("assay", words[0]);
            CliOutcome help = InProcess.Run([.. words.Skip(1), "--help"]);
            Assert.True(help.Status == 0, $"{line}: {help.Error}");
        }

        Assert.True(commands >= 8, "the README has lost its commands");
    }

    [Fact]
    public void Links_lead_somewhere()
    {
        List<string> dead = [];
        foreach (string file in Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Repository.Files("docs").Where(file => file.EndsWith(".md", StringComparison.Ordinal))))
            foreach (Match link in Link().Matches(File.ReadAllText(file)))
            {
                string target = link.Groups[1].Value.Split('#')[0];
                if (target.Length > 0 && !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target))) dead.Add($"{Repository.Relative(file)}: {target}");
            }

        Assert.Empty(dead);
    }

    private static void Compare(string needs)
    {
        string readme = Repository.Read("README.md").ReplaceLineEndings("\n");
        string rewritten = readme;
        int blocks = 0;
        foreach (Match block in Blocks().Where(block => block.Groups["kind"].Value == "console" && block.Groups["needs"].Value == needs))
        {
            blocks++;
            StringBuilder body = new();
            foreach (string line in block.Groups["body"].Value.Split('\n').Where(line => line.StartsWith("$ assay ", StringComparison.Ordinal)))
            {
                CliOutcome run = InProcess.Run(line["$ assay ".Length..].Split(' '), directory: "/");
                Assert.True(run.Status is 0 or 1, $"{line}: {run.Error}");
                body.Append(line).Append('\n').Append(run.Output);
            }

            rewritten = rewritten.Replace(block.Value, $"```console{(needs.Length == 0 ? "" : " needs=" + needs)}\n{body}```", StringComparison.Ordinal);
        }

        Assert.True(blocks > 0, "the README shows no output");
        if (Expected.Blessing) File.WriteAllText(Path.Combine(Repository.Root, "README.md"), rewritten);
        else Assert.Equal(readme, rewritten);
    }

    private static IEnumerable<Match> Blocks() => Block().Matches(Repository.Read("README.md").ReplaceLineEndings("\n"));

    [GeneratedRegex(@"^```(?<kind>\w+)(?: needs=(?<needs>\w+))?\n(?<body>(?:(?!```).*\n)*)```", RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)\s]+)\)")]
    private static partial Regex Link();
}
