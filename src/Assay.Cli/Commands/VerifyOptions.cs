using System.CommandLine;

namespace Assay.Cli.Commands;

/// <summary>The options of <c>verify</c>.</summary>
internal sealed class VerifyOptions
{
    private readonly Argument<string?> subject = new("ENV") { Description = "An environment directory or a python executable. None: the environment you stand in.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string[]> imports = new("--import", "-i") { Description = "A module to import, dotted; may be repeated. None: every top-level module there is.", HelpName = "NAME" };

    private readonly Option<int?> timeout = new("--timeout") { Description = "Seconds that one import may take: 60, and 300 under an emulator.", HelpName = "SECONDS" };

    private readonly Option<string?> report = new("--report") { Description = "Write everything to a file that can be sent: without your name, home directory and machine.", HelpName = "FILE" };

    private readonly Option<string[]> targets = new("--for") { Description = "Where it is predicted for, when that is not this machine: the same system with another processor.", HelpName = "TARGET" };

    private readonly Option<string?> cpu = new("--cpu") { Description = "The processor that an emulator (qemu) plays, in its words: cortex-a72, Nehalem.", HelpName = "MODEL" };

    private readonly Option<string?> runner = new("--runner") { Description = "The words that run the interpreter, such as \"qemu-aarch64-static -L DIR\"; {python} stands for its path inside of --root.", HelpName = "COMMAND" };

    private readonly Option<int> jobs = new("--jobs", "-j") { Description = "How many imports are made at the same time.", HelpName = "NUMBER", DefaultValueFactory = _ => 2 };

    private readonly Option<string?> root = new("--root") { Description = "A directory that plays \"/\"; of another architecture, it is run by qemu where that is on PATH.", HelpName = "DIR" };

    private readonly Option<string[]> variables = new("--env") { Description = "Set a variable of the process environment (NAME= sets it to nothing, NAME unsets it).", HelpName = "NAME=VALUE" };

    private readonly Option<bool> json = CommandLine.Json();

    private readonly Option<bool> schema = new("--schema") { Description = "Print the JSON Schema of what --json prints, and do nothing else." };

    public void AddTo(Command command)
    {
        command.Add(subject);
        foreach (Option option in new Option[] { imports, timeout, report, targets, cpu, root, runner, variables, jobs, json, schema }) command.Add(option);
    }

    public VerifyRequest Read(ParseResult parsed) => new(
        new CheckRequest(parsed.GetValue(subject), parsed.GetValue(imports) ?? [], parsed.GetValue(targets) ?? [], [], parsed.GetValue(root), parsed.GetValue(variables) ?? [], parsed.GetValue(json), parsed.GetValue(schema), "error"),
        parsed.GetValue(timeout),
        parsed.GetValue(report),
        parsed.GetValue(cpu),
        parsed.GetValue(runner),
        parsed.GetValue(jobs));
}
