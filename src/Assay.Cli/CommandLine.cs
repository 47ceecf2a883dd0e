using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Assay.Cli.Commands;
using Assay.Repairs;
using Assay.Verification;

namespace Assay.Cli;

/// <summary>The commands and their options, all in one place.</summary>
internal static class CommandLine
{
    /// <summary>Parses and runs.</summary>
    /// <param name="arguments">The words after the program's name.</param>
    /// <param name="session">Streams and machine.</param>
    public static ExitCode Invoke(string[] arguments, Session session)
    {
        RootCommand root = Build(session, out Option<string> color);

        // "@file" is no response file here: a path may begin with '@'.
        ParseResult result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Action is ParseErrorAction) return Reject(result, session);
        session.Style = Terminal.Style(session, result.GetValue(color) ?? "auto");
        return (ExitCode)result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Error = session.Error });
    }

    /// <summary>The whole tree of commands.</summary>
    internal static RootCommand Build(Session session, out Option<string> color)
    {
        color = Choice("--color", "Colour the text: auto, always or never.", "WHEN", "auto", ["auto", "always", "never"]);
        color.Recursive = true;

        RootCommand root = new("Will it import? Reads a Python environment without running it: which imports succeed, which fail, and why.");
        root.Options.Remove(root.Options.Single(option => option is VersionOption));
        root.Options.Single(option => option is HelpOption).Action = new HelpText(session);
        Option<bool> version = new("--version") { Description = "Print the version." };

        CheckOptions check = new();
        Command checkCommand = new("check", "Say which imports succeed, fail or crash, and why (what assay does without a command).");
        check.AddTo(root);
        check.AddTo(checkCommand);
        root.Add(version);
        root.Add(color);
        checkCommand.SetAction(parsed => (int)CheckCommand.Run(check.Read(parsed), session));
        root.SetAction(parsed => (int)(parsed.GetValue(version) ? PrintVersion(session) : CheckCommand.Run(check.Read(parsed), session)));

        Argument<string?> code = new("CODE") { Description = "A code (A101) or a name (missing-library); `cpu` for the processor. None: explain the traceback on standard input, else list all codes.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> explainJson = Json();
        Option<string?> whyNot = new("--why-not") { Description = "With `cpu`: a level (x86-64-v3), processor or feature, and what is missing for it.", HelpName = "NAME" };
        Option<string?> ofTarget = new("--for") { Description = "With `cpu`: the processor of a target instead of this machine's.", HelpName = "TARGET" };
        Command explain = new("explain", "Explain a finding, turn a pasted traceback into one, or say what the processor can run.") { code, whyNot, ofTarget, explainJson };
        explain.SetAction(parsed => (int)ExplainCommand.Run(new ExplainRequest(parsed.GetValue(code), parsed.GetValue(whyNot), parsed.GetValue(ofTarget), parsed.GetValue(explainJson)), session));

        Argument<string> file = new("FILE") { Description = "An ELF, Mach-O or PE file." };
        Option<bool> showJson = Json();
        Option<bool> showCode = new("--code") { Description = "What its code needs of a processor instead: each feature with the first instruction." };
        Command show = new("show", "Say what a binary says: architecture, needs, search paths, symbols.") { file, showCode, showJson };
        show.SetAction(parsed => (int)ShowCommand.Run(parsed.GetRequiredValue(file), parsed.GetValue(showCode), parsed.GetValue(showJson), session));

        Argument<string?> sample = new("SAMPLE") { Description = "The name of one of them; none: all.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> demoJson = Json();
        Command demo = new("demo", "Judge three built-in situations; needs nothing installed.") { sample, demoJson };
        demo.SetAction(parsed => (int)DemoCommand.Run(parsed.GetValue(sample), parsed.GetValue(demoJson), session));

        BlasOptions blasOptions = new();
        Command blas = new("blas", "Say which library does the linear algebra, for each module and symbol.");
        blasOptions.AddTo(blas);
        blas.SetAction(parsed => (int)BlasCommand.Run(blasOptions.Read(parsed), session));

        ResolveOptions resolveOptions = new();
        Command resolve = new("resolve", "Say which files pip and uv would take for a requirement, and why not better ones.");
        resolveOptions.AddTo(resolve);
        resolve.SetAction(parsed => (int)ResolveCommand.Run(resolveOptions.Read(parsed), session));

        VerifyOptions verifyOptions = new();
        Command verify = new("verify", "Run the interpreter: make the imports for real, each in a process of its own, and set what happens beside the prediction.");
        verifyOptions.AddTo(verify);
        verify.SetAction(parsed => (int)VerifyCommand.Run(verifyOptions.Read(parsed), session));

        FixOptions fixOptions = new();
        Command fix = new("fix", "Say which commands put an environment right, and what would import afterwards.");
        fixOptions.AddTo(fix);
        fix.SetAction(parsed => (int)FixCommand.Run(fixOptions.Read(parsed), session));

        SnapshotOptions snapshotOptions = new();
        Command snapshot = new("snapshot", "Write down what a judge on another machine needs: `assay check` takes the file like an environment.");
        snapshotOptions.AddTo(snapshot);
        snapshot.SetAction(parsed => (int)SnapshotCommand.Run(snapshotOptions.Read(parsed), session));

        DiffOptions diffOptions = new();
        Command diff = new("diff", "Say what differs in two environments or snapshots, and which of it explains why an import works in one only.");
        diffOptions.AddTo(diff);
        diff.SetAction(parsed => (int)DiffCommand.Run(diffOptions.Read(parsed), session));

        // Started by ourselves, never by people: the process in which a library is opened.
        Command child = new(BlasTrial.ChildCommand) { Hidden = true };
        child.SetAction(_ => (int)BlasChildCommand.Run(session));

        // Started by tests, to end a repair wherever they like.
        Command drill = new(RepairDrill.Command) { Hidden = true };
        drill.SetAction(_ => (int)RepairDrillCommand.Run(session));

        foreach (Command command in new[] { checkCommand, blas, resolve, verify, fix, snapshot, diff, explain, show, demo, child, drill })
        {
            foreach (Argument argument in command.Arguments) argument.Validators.Add(RefuseOptions);
            root.Add(command);
        }

        return root;
    }

    /// <summary>An option with a few legal words.</summary>
    internal static Option<string> Choice(string name, string description, string helpName, string initial, string[] words)
    {
        Option<string> option = new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => initial };
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens)
                if (!words.Contains(token.Value)) result.AddError($"{name} {token.Value}: expected {string.Join(", ", words[..^1])} or {words[^1]}");
        });
        return option;
    }

    /// <summary>The option every command has.</summary>
    internal static Option<bool> Json() => new("--json") { Description = "One JSON object instead of text." };

    // The parser takes an unknown option for an argument where one fits; a file of such a name can be given as ./-name.
    private static void RefuseOptions(ArgumentResult result)
    {
        foreach (Token token in result.Tokens)
            if (token.Value.StartsWith('-')) result.AddError($"there is no option {token.Value}");
            else if (token.Value.Length == 0) result.AddError($"{result.Argument.Name} is empty");
    }

    private static ExitCode Reject(ParseResult result, Session session)
    {
        string command = result.CommandResult.Command is RootCommand ? "assay" : $"assay {result.CommandResult.Command.Name}";
        string[] messages = [.. result.Errors.Select(error => error.Message)];
        string message = messages.FirstOrDefault(text => text.StartsWith("there is no option", StringComparison.Ordinal)) ?? messages[0];
        return session.Refuse($"{(char.IsLower(message[1]) ? char.ToLowerInvariant(message[0]) : message[0])}{message[1..].TrimEnd('.')} (`{command} --help` lists what it takes)");
    }

    private static ExitCode PrintVersion(Session session)
    {
        session.Print(writer => writer.WriteLine($"assay {ProductVersion.Text}"));
        return ExitCode.Success;
    }
}
