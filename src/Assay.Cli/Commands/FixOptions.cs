using System.CommandLine;

namespace Assay.Cli.Commands;

/// <summary>The options of <c>fix</c>.</summary>
internal sealed class FixOptions
{
    private readonly Argument<string?> subject = new("ENV") { Description = "An environment directory or a python executable. None: the environment you stand in.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string[]> imports = new("--import", "-i") { Description = "A module that is to import, dotted; may be repeated. None: everything that does not.", HelpName = "NAME" };

    private readonly Option<string[]> targets = new("--for") { Description = "Where it is to run, when that is not this machine.", HelpName = "TARGET" };

    private readonly IndexOptions index = new();

    private readonly Option<string?> root = new("--root") { Description = "A directory that plays \"/\": an unpacked image, another system's disk.", HelpName = "DIR" };

    private readonly Option<string[]> variables = new("--env") { Description = "Set a variable of the process environment (NAME= sets it to nothing, NAME unsets it).", HelpName = "NAME=VALUE" };

    private readonly Option<bool> apply = new("--apply") { Description = "Carry the plan out: make a new environment beside this one, let it prove itself, and put it into this one's place." };

    private readonly Option<bool> undo = new("--undo") { Description = "Put the environment that --apply set aside back into its place." };

    private readonly Option<bool> keep = new("--keep") { Description = "Keep what --apply put into place, and remove what it set aside." };

    private readonly Option<bool> json = CommandLine.Json();

    private readonly Option<bool> schema = new("--schema") { Description = "Print the JSON Schema of what --json prints, and do nothing else." };

    public void AddTo(Command command)
    {
        command.Add(subject);
        foreach (Option option in (Option[])[imports, targets, .. index.All, root, variables, apply, undo, keep, json, schema]) command.Add(option);
    }

    public FixRequest Read(ParseResult parsed) => new(
        new CheckRequest(parsed.GetValue(subject), parsed.GetValue(imports) ?? [], parsed.GetValue(targets) ?? [], [], parsed.GetValue(root), parsed.GetValue(variables) ?? [], parsed.GetValue(json), parsed.GetValue(schema), "error"),
        index.Read(parsed),
        parsed.GetValue(apply),
        parsed.GetValue(undo),
        parsed.GetValue(keep));
}
