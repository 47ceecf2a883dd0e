using System.CommandLine;

namespace Assay.Cli.Commands;

/// <summary>The options of <c>blas</c>.</summary>
internal sealed class BlasOptions
{
    private readonly Argument<string?> subject = new("SUBJECT")
    {
        Description = "An environment directory, a python executable, a folder of packages or a wheel. None: the environment you stand in.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> targets = new("--for") { Description = "Where the code is to run: macos-14-arm64, linux-glibc2.28-aarch64, ...; may be repeated.", HelpName = "TARGET" };

    private readonly Option<string?> root = new("--root") { Description = "A directory that plays \"/\": an unpacked image, another system's disk.", HelpName = "DIR" };

    private readonly Option<string[]> variables = new("--env") { Description = "Set a variable of the process environment (NAME= sets it to nothing, NAME unsets it).", HelpName = "NAME=VALUE" };

    private readonly Option<bool> choices = new("--choices") { Description = "Add the libraries that could do the work instead: the commands that choose them, and what that would change." };

    private readonly Option<bool> run = new("--run") { Description = "Execute the libraries in a child process: prove what they are, check their results and time them." };

    private readonly Option<int> budget = new("--budget") { Description = "The most seconds that --run may spend on timing each pair of libraries.", HelpName = "SECONDS", DefaultValueFactory = _ => 20 };

    private readonly Option<bool> json = CommandLine.Json();

    private readonly Option<bool> schema = new("--schema") { Description = "Print the JSON Schema of what --json prints, and do nothing else." };

    public void AddTo(Command command)
    {
        command.Add(subject);
        foreach (Option option in new Option[] { targets, root, variables, choices, run, budget, json, schema }) command.Add(option);
    }

    public BlasRequest Read(ParseResult parsed) => new(
        new CheckRequest(parsed.GetValue(subject), [], parsed.GetValue(targets) ?? [], [], parsed.GetValue(root), parsed.GetValue(variables) ?? [], parsed.GetValue(json), parsed.GetValue(schema), "never"),
        parsed.GetValue(run),
        parsed.GetValue(budget),
        parsed.GetValue(choices));
}
