using System.Text.RegularExpressions;

namespace Assay.Tests.House;

/// <summary>House rule: folders are the pipeline and <c>using</c>s point one way. The order is read from the table in <c>src/Assay/README.md</c>.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, int> Ranks = ReadTable();

    // Reports get evidence as text; a rule is a pure function of facts.
    private static readonly (string Folder, string[] Forbidden)[] Bans =
    [
        ("Reporting", ["Assay.Rules", "Assay.Binaries"]),
    ];

    [Fact]
    public void The_table_names_every_folder()
    {
        string source = Path.Combine(Repository.Root, "src", "Assay");
        IEnumerable<string> folders = Directory.EnumerateDirectories(source).Select(path => Path.GetFileName(path)!).Where(name => name is not ("bin" or "obj") && Directory.EnumerateFiles(Path.Combine(source, name), "*.cs", SearchOption.AllDirectories).Any());
        Assert.All(folders, folder => Assert.True(Ranks.ContainsKey(folder), folder));
    }

    [Fact]
    public void A_folder_uses_only_folders_of_a_lower_rank()
    {
        List<string> offences = [];
        foreach ((string file, string folder, string used) in References())
        {
            if (folder == used || !Ranks.TryGetValue(folder, out int own) || !Ranks.TryGetValue(used, out int other)) continue;
            if (other >= own) offences.Add($"{file}: {folder} (rank {own}) uses {used} (rank {other})");
        }

        Assert.Empty(offences);
    }

    [Fact]
    public void Reporting_sees_neither_rules_nor_binaries()
    {
        foreach ((string folder, string[] forbidden) in Bans)
            Assert.Empty(References().Where(reference => reference.Folder == folder && forbidden.Contains("Assay." + reference.Used)).Select(reference => reference.File));
    }

    [Fact]
    public void Rules_do_not_see_the_machine()
    {
        Assert.Empty(Repository.SourceFiles("src/Assay/Rules").Where(file => Code(file).Any(line => MachineWord().IsMatch(line))).Select(Repository.Relative));
    }

    [Fact]
    public void Only_the_host_machine_reads_disk_clock_or_process_environment()
    {
        List<string> offences = [];
        foreach (string file in Repository.SourceFiles("src/Assay").Where(file => !Path.GetFileName(file).StartsWith("Host", StringComparison.Ordinal)))
            foreach (string line in Code(file))
                if (WorldWord().IsMatch(line)) offences.Add($"{Repository.Relative(file)}: {line.Trim()}");
        Assert.Empty(offences);
    }

    [Fact]
    public void The_namespace_is_the_folder()
    {
        List<string> offences = [];
        foreach (string file in Repository.SourceFiles("src"))
        {
            string expected = Path.GetDirectoryName(Repository.Relative(file))!["src/".Length..].Replace('/', '.').Replace('\\', '.');
            string? declared = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));

            // One folder of rules per area is order for people; the code knows one namespace of rules.
            if (declared is not null && declared != $"namespace {expected};" && !expected.StartsWith(declared[10..^1] + ".", StringComparison.Ordinal)) offences.Add($"{Repository.Relative(file)}: {declared}");
        }

        Assert.Empty(offences);
    }

    [Fact]
    public void The_library_uses_no_reflection()
    {
        List<string> offences = [];
        foreach (string file in Repository.SourceFiles("src"))
            foreach (string line in Code(file))
                if (ReflectionWord().IsMatch(line)) offences.Add($"{Repository.Relative(file)}: {line.Trim()}");
        Assert.Empty(offences);
    }

    private static IEnumerable<(string File, string Folder, string Used)> References()
    {
        foreach (string file in Repository.SourceFiles("src/Assay"))
        {
            string relative = Repository.Relative(file);
            string[] parts = relative.Split('/');
            if (parts.Length < 4) continue;

            // Full names in the code count like usings: `Primitives.PosixPath` and `Assay.Primitives.PosixPath`.
            foreach (string line in Code(file))
                foreach (Match match in NamespaceWord().Matches(line))
                    yield return (relative, parts[2], match.Groups[1].Value);
        }
    }

    private static IEnumerable<string> Code(string file) => File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));

    private static Dictionary<string, int> ReadTable() => Repository.Read("src/Assay/README.md").Split('\n')
        .Select(line => TableRow().Match(line))
        .Where(match => match.Success)
        .ToDictionary(match => match.Groups[2].Value, match => int.Parse(match.Groups[1].Value));

    [GeneratedRegex(@"^\| (\d+) \| (\w+) \|")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"\bAssay\.([A-Z]\w+)")]
    private static partial Regex NamespaceWord();

    [GeneratedRegex(@"\b(IMachine|HostMachine|RootedMachine|MemoryMachine|ByteSource|MachineExtensions)\b")]
    private static partial Regex MachineWord();

    [GeneratedRegex(@"\b(File\.(Open|Read|Exists|Write)|Directory\.(Exists|Enumerate|Get|Create)|Environment\.(GetEnvironmentVariable|CurrentDirectory)|DateTime\.(Now|UtcNow)|HttpClient|Process\.Start|Console\.)")]
    private static partial Regex WorldWord();

    [GeneratedRegex(@"\b(System\.Reflection|GetCustomAttribute|Activator\.CreateInstance|GetMethod\(|GetField\(|MakeGenericType)")]
    private static partial Regex ReflectionWord();
}
