using Assay.Primitives;
using Assay.Reporting;

namespace Assay.Cli;

/// <summary>Everything a command may touch: the streams, the machine and the place it stands in. Tests make their own.</summary>
internal sealed class Session
{
    /// <summary>Data, in UTF-8.</summary>
    public required Stream Output { get; init; }

    /// <summary>Talk: faults, progress, hints.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What was piped in, or null when standard input is a terminal.</summary>
    public TextReader? Input { get; init; }

    /// <summary>The machine that is examined.</summary>
    public required IMachine Machine { get; init; }

    /// <summary>Where findings about code are kept between runs; null to keep none.</summary>
    public NoteStore? Notes { get; init; }

    /// <summary>The directory the program was started in, absolute.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The program and arguments that start this very program as the child that runs libraries; null to find it out.</summary>
    public IReadOnlyList<string>? ChildCommand { get; init; }

    /// <summary>True when data goes to a terminal.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>True when talk goes to a terminal: progress is shown there only.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal, or null when there is none.</summary>
    public int? TerminalWidth { get; init; }

    /// <summary>Width and colour for this run.</summary>
    public TextStyle Style { get; set; } = new();

    /// <summary>Writes text to <see cref="Output"/>.</summary>
    /// <param name="write">What writes it.</param>
    public void Print(Action<TextWriter> write)
    {
        using StreamWriter writer = new(Output, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 14, leaveOpen: true);
        write(writer);
    }

    /// <summary>One clear line about what cannot be done.</summary>
    /// <param name="problem">What, where and what was expected; lower case, no full stop.</param>
    /// <returns>The exit status that goes with it.</returns>
    public ExitCode Refuse(string problem)
    {
        Error.WriteLine($"assay: {PrintableText.OneLine(problem)}");
        return ExitCode.Usage;
    }

    /// <summary>A path as the user gave it, absolute and without "." and "..".</summary>
    /// <param name="path">The path.</param>
    public string Absolute(string path) => PosixPath.Normalize(PosixPath.Join(WorkingDirectory, path));
}
