using Assay.Cli;
using Assay.Primitives;
using Assay.Reporting;

namespace Assay.Tests.Cli;

public sealed class TerminalTests
{
    [Theory]
    [InlineData(null, null, 100)]
    [InlineData(null, 72, 72)]
    [InlineData("120", 72, 120)]
    [InlineData("0", 72, 72)]
    [InlineData("-5", null, 100)]
    [InlineData("many", null, 100)]
    [InlineData("7", null, 40)]
    [InlineData("99999", null, 1000)]
    public void Width_is_that_of_COLUMNS_then_of_the_terminal_then_a_hundred(string? columns, int? terminal, int expected)
    {
        MemoryMachine machine = new();
        if (columns is not null) machine.SetVariable("COLUMNS", columns);
        Assert.Equal(expected, Style(machine, "auto", isTerminal: terminal is not null, terminal).Width);
    }

    [Theory]
    [InlineData("auto", true, "", true)]
    [InlineData("auto", false, "", false)]
    [InlineData("auto", true, "NO_COLOR=1", false)]
    [InlineData("auto", true, "NO_COLOR=", true)]
    [InlineData("auto", false, "FORCE_COLOR=1", true)]
    [InlineData("auto", false, "CLICOLOR_FORCE=1", true)]
    [InlineData("auto", false, "FORCE_COLOR=1 NO_COLOR=1", false)]
    [InlineData("auto", true, "TERM=dumb", false)]
    [InlineData("always", false, "NO_COLOR=1", true)]
    [InlineData("never", true, "FORCE_COLOR=1", false)]
    public void Colour_is_asked_for_by_the_option_then_by_variables_then_by_the_terminal(string option, bool isTerminal, string variables, bool expected)
    {
        MemoryMachine machine = new();
        foreach (string[] variable in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('='))) machine.SetVariable(variable[0], variable[1]);
        Assert.Equal(expected, Style(machine, option, isTerminal, null).Colour);
    }

    private static TextStyle Style(MemoryMachine machine, string option, bool isTerminal, int? width)
    {
        using StringWriter error = new();
        return Terminal.Style(new Session { Output = Stream.Null, Error = error, Machine = machine, WorkingDirectory = "/", OutputIsTerminal = isTerminal, TerminalWidth = width }, option);
    }
}
