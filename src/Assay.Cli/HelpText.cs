using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Assay.Cli;

/// <summary>The answer to <c>--help</c>, made from the commands themselves.</summary>
internal sealed class HelpText(Session session) : SynchronousCommandLineAction
{
    private const int Column = 26;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        session.Print(writer => Write(command, writer));
        return (int)ExitCode.Success;
    }

    private static void Write(Command command, TextWriter writer)
    {
        bool isRoot = command is RootCommand;
        writer.WriteLine(command.Description);
        writer.WriteLine();
        string arguments = string.Concat(command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $" [{argument.Name}]" : $" {argument.Name}"));
        writer.WriteLine(isRoot ? $"usage: assay [check]{arguments} [options]" : $"usage: assay {command.Name}{arguments} [options]");
        if (isRoot) writer.WriteLine("       assay COMMAND [options]");
        if (isRoot) Table("commands", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => (sub.Name, sub.Description)), writer);
        Table("arguments", command.Arguments.Select(argument => (argument.Name, argument.Description)), writer);
        IEnumerable<Option> options = isRoot ? command.Options : [.. command.Options, .. command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive && option is not HelpOption)];
        Table("options", options.Select(option => (Heading(option), option is HelpOption ? "Print this." : option.Description)), writer);
        if (!isRoot && command.Name != "check") return;
        writer.WriteLine();
        writer.WriteLine("exit status: 0 everything asked for imports, 1 something does not or a finding reaches --fail-on,");
        writer.WriteLine("             2 the command line or the subject cannot be read, 3 a fault in assay itself");
    }

    private static string Heading(Option option)
    {
        string names = option is HelpOption ? "-h, --help" : string.Join(", ", option.Aliases.Append(option.Name));
        return option.HelpName is null ? names : $"{names} {option.HelpName}";
    }

    private static void Table(string title, IEnumerable<(string Name, string? Description)> rows, TextWriter writer)
    {
        bool started = false;
        foreach ((string name, string? description) in rows)
        {
            if (!started) writer.WriteLine($"\n{title}:");
            started = true;
            writer.WriteLine($"  {name.PadRight(Column - 2)}{description}");
        }
    }
}
