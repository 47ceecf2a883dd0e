using System.Text;
using Assay.Primitives;

namespace Assay.Cli;

/// <summary>The program: arguments, streams and exit status. What it knows of Python it asks the library.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        Session session = new()
        {
            Output = Console.OpenStandardOutput(),
            Error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true },
            Input = Console.IsInputRedirected ? new StreamReader(Console.OpenStandardInput(), Encoding.UTF8) : null,
            Machine = new HostMachine(),
            Notes = HostNoteStore.OfUser(),
            WorkingDirectory = Directory.GetCurrentDirectory().Replace('\\', '/'),
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            TerminalWidth = Columns(),
        };
        return Run(arguments, session);
    }

    /// <summary>Runs one command line. All effects go through the session.</summary>
    /// <param name="arguments">The words after the program's name.</param>
    /// <param name="session">Streams and machine.</param>
    /// <returns>The exit status.</returns>
    internal static int Run(string[] arguments, Session session)
    {
        try
        {
            return (int)CommandLine.Invoke(arguments, session);
        }
        catch (IOException error)
        {
            // Reading never throws (the machine answers instead), so this is the output: a full disk. A closed pipe is no fault and does not come here.
            return (int)session.Refuse($"the output cannot be written: {error.Message}");
        }
#pragma warning disable CA1031 // The last line of defence: whatever it is, the user gets a status and a text to report.
        catch (Exception error)
#pragma warning restore CA1031
        {
            session.Error.WriteLine($"assay: a fault in assay itself, please report it: {error}");
            return (int)ExitCode.Fault;
        }
    }

    private static int? Columns()
    {
        try
        {
            return Console.IsOutputRedirected || Console.WindowWidth <= 0 ? null : Console.WindowWidth;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
