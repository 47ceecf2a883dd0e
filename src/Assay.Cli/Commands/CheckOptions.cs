using System.CommandLine;

namespace Assay.Cli.Commands;

/// <summary>The options of <c>check</c>, which are those of the bare program too.</summary>
internal sealed class CheckOptions
{
    private readonly Argument<string?> subject = new("SUBJECT")
    {
        Description = "An environment directory, a python executable, a folder of packages, a wheel, a directory of wheels, a lock file or a snapshot. None: the environment you stand in.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> imports = new("--import", "-i") { Description = "A module to import, dotted; may be repeated. None: every top-level module there is.", HelpName = "NAME" };

    private readonly Option<string[]> targets = new("--for") { Description = "Where the code is to run: macos-14-arm64, linux-glibc2.28-aarch64, ...; may be repeated.", HelpName = "TARGET" };

    private readonly Option<string[]> pythons = new("--python") { Description = "The Python that a lock file or a directory of wheels is judged with: 3.11, 3.13t; may be repeated.", HelpName = "VERSION" };

    private readonly Option<string?> root = new("--root") { Description = "A directory that plays \"/\": an unpacked image, another system's disk.", HelpName = "DIR" };

    private readonly Option<string[]> variables = new("--env") { Description = "Set a variable of the process environment (NAME= sets it to nothing, NAME unsets it).", HelpName = "NAME=VALUE" };

    private readonly Option<bool> json = CommandLine.Json();

    private readonly Option<bool> schema = new("--schema") { Description = "Print the JSON Schema of what --json prints, and do nothing else." };

    private readonly Option<string> failOn = CommandLine.Choice(
        "--fail-on", "The least severity that makes the exit status 1: error, warning, note or never.", "SEVERITY", "error", ["error", "warning", "note", "never"]);

    public void AddTo(Command command)
    {
        command.Add(subject);
        foreach (Option option in new Option[] { imports, targets, pythons, root, variables, json, schema, failOn }) command.Add(option);
    }

    public CheckRequest Read(ParseResult parsed) => new(
        parsed.GetValue(subject),
        parsed.GetValue(imports) ?? [],
        parsed.GetValue(targets) ?? [],
        parsed.GetValue(pythons) ?? [],
        parsed.GetValue(root),
        parsed.GetValue(variables) ?? [],
        parsed.GetValue(json),
        parsed.GetValue(schema),
        parsed.GetValue(failOn) ?? "error");
}
