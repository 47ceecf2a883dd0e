using System.CommandLine;

namespace Assay.Cli.Commands;

/// <summary>The options of <c>snapshot</c>.</summary>
internal sealed class SnapshotOptions
{
    private readonly Argument<string?> subject = new("ENV") { Description = "An environment directory or a python executable. None: the environment you stand in.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string[]> imports = new("--import", "-i") { Description = "A module that is to be judged later, dotted; may be repeated. None: every top-level module there is.", HelpName = "NAME" };

    private readonly Option<string[]> targets = new("--for") { Description = "A target that is to be judged later, beside the usual ones; may be repeated.", HelpName = "TARGET" };

    private readonly Option<string?> root = new("--root") { Description = "A directory that plays \"/\": an unpacked image, another system's disk.", HelpName = "DIR" };

    private readonly Option<string[]> variables = new("--env") { Description = "Set a variable of the process environment (NAME= sets it to nothing, NAME unsets it).", HelpName = "NAME=VALUE" };

    private readonly Option<string?> output = new("--output", "-o") { Description = "The file to write: NAME.jsonl, packed as NAME.jsonl.br or NAME.jsonl.gz.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Add(subject);
        foreach (Option option in new Option[] { output, imports, targets, root, variables }) command.Add(option);
    }

    public SnapshotRequest Read(ParseResult parsed) => new(
        new CheckRequest(parsed.GetValue(subject), parsed.GetValue(imports) ?? [], parsed.GetValue(targets) ?? [], [], parsed.GetValue(root), parsed.GetValue(variables) ?? [], false, false, "never"),
        parsed.GetValue(output));
}
