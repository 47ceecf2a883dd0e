using Assay.Imports.Syntax;

namespace Assay.Tests.Imports.Syntax;

/// <summary>Texts that no Python compiles, where the parser says no more than "invalid syntax" and names the line; checked with CPython 3.11.</summary>
public class RefusedStatementTests
{
    [Theory]
    [InlineData("x = 1\ndef (:\n", 2)]
    [InlineData("<<<<<<< HEAD\nx = 1\n", 1)]
    [InlineData("x = 1\n=======\ny = 2\n", 2)]
    [InlineData("x = 1\n>>>>>>> abc\n", 2)]
    [InlineData("class :\n    pass\n", 1)]
    [InlineData("def f():\n    x = 1\n<<<<<<< HEAD\n    y = 2\n", 3)]
    [InlineData("<!DOCTYPE html>\n<html>\n", 1)]
    [InlineData("x = 0\n\ndef (:\n\n\n", 3)]
    public void The_line_is_known(string text, int line) => Assert.Equal(line, LineOf(text));

    [Theory]
    [InlineData("x = (1\n< 2)\n")]
    [InlineData("x = 1 \\\n< 2\n")]
    [InlineData("'''\n<<<<<<< HEAD\n'''\n")]
    [InlineData("def f():\n    pass\nclass C:\n    pass\n")]
    [InlineData("définition = 1\n")]
    [InlineData("@decorator\ndef f(): pass\n")]
    [InlineData("-x\n~x\n*a, b = c\n...\n")]
    public void Nothing_is_refused_that_python_takes(string text) => Assert.Equal(0, LineOf(text));

    // CPython has something else to say behind a header without its block, and names another line for it.
    [Theory]
    [InlineData("if True:\n<<<<<<< HEAD\n    x = 1\n")]
    [InlineData("try:\n    x = 1\n<<<<<<< HEAD\nexcept E:\n    pass\n")]
    public void What_cpython_words_otherwise_is_left_alone(string text) => Assert.Equal(0, LineOf(text));

    // Whatever such a file would do, it is not run: the header stays as a line that cannot be read.
    [Theory]
    [InlineData("def f():\n")]
    [InlineData("def f():\n    # nothing\n")]
    [InlineData("class C:\n")]
    [InlineData("for x in y:\nz = 1\n")]
    [InlineData("@decorator\ndef f():\nclass C:\n<<<<<<< HEAD\n")]
    public void A_header_without_its_block_is_no_statement(string text)
    {
        Assert.All(StatementScanner.Scan(SourceText.From(text)).Statements, statement => Assert.IsType<SimpleStatement>(statement));
        Assert.Equal(0, LineOf(text));
    }

    private static int LineOf(string text)
    {
        SourceText source = SourceText.From(text);
        StatementScanner.Scan(source, out int refused);
        return refused < 0 ? 0 : source.LineOf(refused);
    }
}
