using Assay.Binaries;
using Assay.Examination;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Cli.Samples;

/// <summary>
/// Reads the text a sample is written in: lines that say what is asked, then files after lines that begin with <c>---</c>. A binary is described in the
/// words that <c>assay show</c> prints.
/// </summary>
internal sealed class SampleReader
{
    private readonly MemoryMachine machine = new();
    private string story = "";
    private string? subject;
    private readonly List<string> imports = [];
    private readonly List<Target> targets = [];

    private SampleReader()
    {
    }

    /// <summary>The sample of a name.</summary>
    /// <param name="name">The name of its file, without the extension.</param>
    public static Sample Read(string name)
    {
        SampleReader reader = new();
        reader.Add(name);
        return new Sample(name, reader.story, new ExaminationRequest { Subject = reader.subject, Imports = [.. reader.imports], Targets = [.. reader.targets] }, reader.machine);
    }

    private void Add(string name)
    {
        string[] sections = Text(name).Split("\n--- ");
        foreach (string line in sections[0].Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))) Ask(line);
        foreach (string section in sections.Skip(1)) AddFile(section);
    }

    private void Ask(string line)
    {
        int cut = line.IndexOf(' ', StringComparison.Ordinal);
        string value = line[(cut + 1)..];
        switch (line[..cut])
        {
            case "like":
                string own = story;
                Add(value);
                story = own;
                break;
            case "story":
                story = value;
                break;
            case "subject":
                subject = value;
                break;
            case "import":
                imports.Add(value);
                break;
            case "for":
                targets.Add(TargetName.TryParse(value, out Target? target, out string? problem) ? target! : throw new FormatException(problem));
                break;
            case "env":
                string[] pair = value.Split('=', 2);
                machine.SetVariable(pair[0], pair[1]);
                break;
            case "directory":
                machine.AddDirectory(value);
                break;
            default:
                throw new FormatException($"a sample has no line `{line}`");
        }
    }

    private void AddFile(string section)
    {
        int end = section.IndexOf('\n', StringComparison.Ordinal);
        string[] words = (end < 0 ? section : section[..end]).Split(' ');
        string content = end < 0 ? "" : section[(end + 1)..].TrimEnd('\n') + "\n";
        switch (words[0])
        {
            case "file":
                machine.AddFile(words[1], content);
                break;
            case "link":
                machine.AddLink(words[1], words[3]);
                break;
            case not null when words[1].Contains("/bin/", StringComparison.Ordinal):
                machine.AddProgram(words[1], BinaryAssembler.Assemble(content));
                break;
            default:
                machine.AddFile(words[1], BinaryAssembler.Assemble(content));
                break;
        }
    }

    private static string Text(string name)
    {
        using Stream stream = typeof(SampleReader).Assembly.GetManifestResourceStream("sample:" + name) ?? throw new InvalidOperationException($"the sample {name} is not part of this build");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
