using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Examination;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.House;

namespace Assay.Tests.Pages;

/// <summary>Builds a machine in memory, and the question about it, from the blocks of a page and of the base it stands on.</summary>
internal sealed class PageMachine
{
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);
    private readonly List<string> imports = [];
    private readonly List<Target> targets = [];
    private readonly List<PythonBuild> pythons = [];
    private readonly List<string[]> installed = [];
    private readonly List<string> gone = [];
    private readonly List<PageBlock> later = [];

    private PageMachine()
    {
    }

    /// <summary>The machine.</summary>
    public MemoryMachine Machine { get; } = new();

    /// <summary>The question.</summary>
    public ExaminationRequest Request => new()
    {
        Subject = settings.GetValueOrDefault("subject"),
        WorkingDirectory = settings.GetValueOrDefault("cwd"),
        Imports = [.. imports],
        Targets = [.. targets],
        Pythons = [.. pythons],
    };

    /// <summary>Builds the machine of one case.</summary>
    /// <param name="page">The page.</param>
    /// <param name="number">Which of its cases.</param>
    public static PageMachine Of(Page page, int number)
    {
        PageMachine machine = new();
        machine.Add(page, page.Cases[number].Blocks);
        foreach (string[] words in machine.installed) machine.Install(words);
        foreach (PageBlock block in machine.later) machine.AddFile(block);
        foreach (string path in machine.gone) machine.Machine.Remove(path);
        machine.PackWheel();
        return machine;
    }

    private void Add(Page page, ImmutableArray<PageBlock> blocks)
    {
        foreach (PageBlock block in blocks)
        {
            if (block.Kind == "target")
            {
                if (block.Options.TryGetValue("base", out string? name)) Add(page, Base(name).Cases[0].Blocks);
                if (block.Options.TryGetValue("like", out string? like)) AddLike(page, int.Parse(like));
                foreach (string line in block.Content.Split('\n', StringSplitOptions.RemoveEmptyEntries)) Set(line);
            }
            else if (block.Kind is "file" or "elf" or "macho" or "pe" or "link")
            {
                // What changed after the installation is not what RECORD says.
                if (block.Options.ContainsKey("later")) later.Add(block);
                else AddFile(block);
            }
        }
    }

    // "The same machine, but": everything of an earlier case except what was asked and what was taken away.
    private void AddLike(Page page, int number)
    {
        Add(page, page.Cases[number - 1].Blocks);
        imports.Clear();
        gone.Clear();
        later.Clear();
    }

    // A distribution as pip leaves it; RECORD lists what the page has put under its name.
    private void Install(string[] words)
    {
        ILookup<string, string> options = words.Skip(2).Select(word => word.Split('=', 2)).ToLookup(pair => pair[0], pair => pair[1]);
        string location = options["in"].FirstOrDefault() ?? settings["site"];
        string stem = words[0].Replace('-', '_');
        string[] tops = [.. options["brings"].DefaultIfEmpty(stem)];
        string info = $"{location}/{stem}-{words[1]}.dist-info";
        Machine.AddFile(info + "/METADATA", $"Metadata-Version: 2.1\nName: {words[0]}\nVersion: {words[1]}\n{string.Concat(options["requires"].Select(requirement => $"Requires-Dist: {requirement}\n"))}");
        Machine.AddFile(info + "/WHEEL", $"Wheel-Version: 1.0\nTag: {options["tag"].FirstOrDefault() ?? "cp311-cp311-manylinux_2_17_x86_64"}\n");
        Machine.AddFile(info + "/INSTALLER", (options["installer"].FirstOrDefault() ?? "pip") + "\n");
        IEnumerable<string> files = tops.Append(stem + ".libs").SelectMany(top => Below(location, top));
        Machine.AddFile(info + "/RECORD", string.Concat(files.Concat([$"{stem}-{words[1]}.dist-info/METADATA", $"{stem}-{words[1]}.dist-info/RECORD"]).Select(file => RecordLine(location, file, options["own"].FirstOrDefault()))));
    }

    // `own=NAME` gives the distribution a content of its own for one file, as it was before another distribution overwrote it.
    private string RecordLine(string location, string file, string? own)
    {
        if (Machine.ReadWhole(PosixPath.Join(location, file)) is not { } bytes || file.EndsWith("/RECORD", StringComparison.Ordinal)) return file + ",,\n";
        if (file == own) bytes = [.. bytes, (byte)'\n'];
        string hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"{file},sha256={hash},{bytes.Length}\n";
    }

    private IEnumerable<string> Below(string location, string relative)
    {
        string path = PosixPath.Join(location, relative);
        if (Machine.LookAtLink(path) is not { } facts) return [];
        return facts.Kind != FileKind.Directory ? [relative] : Machine.List(path)!.Select(entry => entry.Name).Order(StringComparer.Ordinal).SelectMany(name => Below(location, relative + "/" + name));
    }

    private void Set(string line)
    {
        string[] parts = line.Split(' ', 2, StringSplitOptions.TrimEntries);
        string value = parts.Length > 1 ? parts[1] : "";
        switch (parts[0])
        {
            case "import":
                imports.Add(value);
                break;
            case "everything":
                imports.Clear();
                break;
            case "for":
                if (!TargetName.TryParse(value, out Target? target, out string? problem)) throw new FormatException(problem);
                targets.Clear();
                targets.Add(target!);
                break;
            case "python":
                if (!PythonBuild.TryParse(value, out PythonBuild python)) throw new FormatException($"`{value}` is no Python");
                pythons.Clear();
                pythons.Add(python with { Micro = 99 });
                break;
            case "env":
                string[] pair = value.Split('=', 2);
                Machine.SetVariable(pair[0], pair[1]);
                break;
            case "today":
                Machine.Today = DateOnly.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "directory":
                Machine.AddDirectory(Absolute(value));
                break;
            case "gone":
                gone.Add(Absolute(value));
                break;
            case "unreadable":
                Machine.Deny(Absolute(value));
                break;
            case "installed":
                string[] words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                installed.RemoveAll(earlier => earlier[0] == words[0] && earlier.Any(word => word.StartsWith("in=", StringComparison.Ordinal)) == words.Any(word => word.StartsWith("in=", StringComparison.Ordinal)));
                installed.Add(words);
                break;
            case "wheel":
                // The blocks of the page become the members of a wheel, which is the subject.
                settings["wheel"] = value;
                settings["subject"] = "/home/ada/" + value;
                settings["site"] = WheelPacker.Folder;
                string[] name = value.Split('-');
                installed.RemoveAll(earlier => earlier[0] == name[0]);
                installed.Add([name[0], name[1], "tag=" + string.Join('-', name[^3..])[..^".whl".Length]]);
                break;
            case "subject" or "site" or "cwd":
                settings[parts[0]] = value;
                break;
            default:
                throw new FormatException($"a target block has no line `{line}`");
        }
    }

    private void PackWheel()
    {
        if (!settings.TryGetValue("wheel", out string? name)) return;
        byte[] wheel = WheelPacker.Pack(Machine);
        Machine.Remove(WheelPacker.Folder);
        Machine.AddFile("/home/ada/" + name, wheel);
    }

    private void AddFile(PageBlock block)
    {
        string path = Absolute(block.Option("path"));
        if (block.Options.TryGetValue("quarantine", out string? mark)) Machine.SetAttribute(path, "com.apple.quarantine", System.Text.Encoding.ASCII.GetBytes(mark));
        switch (block.Kind)
        {
            case "file":
                Machine.AddFile(path, block.Content);
                break;
            case "link":
                Machine.AddLink(path, block.Option("target"));
                break;
            case not null when path.Contains("/bin/", StringComparison.Ordinal) || path.EndsWith(".exe", StringComparison.Ordinal):
                Machine.AddProgram(path, BinaryAssembler.Assemble(block.Content));
                break;
            default:
                Machine.AddFile(path, BinaryAssembler.Assemble(block.Content));
                break;
        }
    }

    private string Absolute(string path) => PosixPath.Join(settings.GetValueOrDefault("site", "/"), path);

    private static Page Base(string name) => PageParser.Parse(Path.Combine(Repository.Root, "tests", "Assay.Tests", "Pages", "Bases", name + ".md"));
}
