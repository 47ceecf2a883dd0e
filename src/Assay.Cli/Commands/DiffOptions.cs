using System.CommandLine;

namespace Assay.Cli.Commands;

/// <summary>The options of <c>diff</c>.</summary>
internal sealed class DiffOptions
{
    private readonly Argument<string?> first = new("A") { Description = "An environment directory, a python executable or a snapshot: the one that works.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Argument<string?> second = new("B") { Description = "Another one.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string[]> imports = new("--import", "-i") { Description = "A module to import, dotted; may be repeated. None: every top-level module there is.", HelpName = "NAME" };

    private readonly Option<string[]> targets = new("--for") { Description = "Where both are to run, when that is not where they are from.", HelpName = "TARGET" };

    private readonly Option<string[]> variables = new("--env") { Description = "Set a variable of the process environment of B (NAME= sets it to nothing, NAME unsets it).", HelpName = "NAME=VALUE" };

    private readonly Option<bool> json = CommandLine.Json();

    private readonly Option<bool> schema = new("--schema") { Description = "Print the JSON Schema of what --json prints, and do nothing else." };

    public void AddTo(Command command)
    {
        command.Add(first);
        command.Add(second);
        foreach (Option option in new Option[] { imports, targets, variables, json, schema }) command.Add(option);
    }

    public DiffRequest Read(ParseResult parsed) => new(Of(parsed, first, []), Of(parsed, second, parsed.GetValue(variables) ?? []));

    private CheckRequest Of(ParseResult parsed, Argument<string?> subject, string[] changed) =>
        new(parsed.GetValue(subject), parsed.GetValue(imports) ?? [], parsed.GetValue(targets) ?? [], [], null, changed, parsed.GetValue(json), parsed.GetValue(schema), "error");
}
