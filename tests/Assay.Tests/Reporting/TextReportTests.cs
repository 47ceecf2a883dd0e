using Assay.Diagnostics;
using Assay.Examination;
using Assay.Reporting;

namespace Assay.Tests.Reporting;

public sealed class TextReportTests
{
    [Fact]
    public void A_broken_import_shows_the_finding_the_verdict_and_the_sum()
    {
        ExaminationResult result = SampleResults.Of([SampleResults.WrongArchitecture], everything: false, SampleResults.Fails);
        Assert.Equal("""
            CPython 3.10.9 for arm64 at /Users/ada/miniconda3 (conda environment)
            on macos-14-arm64, pages of 16 KiB

            error[A201]: `_multiarray_umath` is built for x86_64, this Python is arm64
              --> numpy/core/_multiarray_umath.cpython-310-darwin.so
               |
               | Mach-O header at 0x4:  cputype  0x01000007 (x86_64)
               |                                 ^^^^^^^^^^ the interpreter can only load arm64
               = import sklearn -> sklearn.base -> numpy -> numpy.core._multiarray_umath -> this file
               = Python will say: ImportError: dlopen(...): tried: '...' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64'))
            help: the whole environment was made by an x86_64 conda; make a native one beside it
                  [needs-consent]
                    conda create -n native --platform osx-arm64 python=3.12 scikit-learn
            note: `assay explain A201` says more

            fails    sklearn 1.0  ImportError: dlopen(...): tried: '...' (mach-o file, but is an inco...  [A201]

            1 fails; 1 error

            """, Text(result));
    }

    [Fact]
    public void A_healthy_environment_is_two_lines_and_a_sum()
    {
        Assert.Equal("""
            CPython 3.10.9 for arm64 at /Users/ada/miniconda3 (conda environment)
            on macos-14-arm64, pages of 16 KiB

            imports  2 top-level modules

            all 2 import

            """, Text(SampleResults.Of([], everything: true, SampleResults.Imports("numpy"), SampleResults.Imports("pandas"))));
    }

    [Fact]
    public void The_table_of_everything_lists_what_does_not_import_and_counts_the_rest()
    {
        ExaminationResult result = SampleResults.Of([], everything: true, SampleResults.Fails, SampleResults.Unknown("gi", "the loader of macOS is not modelled"), SampleResults.Imports("pip"));
        string text = Text(result);
        Assert.Contains("unknown  gi 1.0       the loader of macOS is not modelled\n", text, StringComparison.Ordinal);
        Assert.Contains("imports  1 other top-level module\n", text, StringComparison.Ordinal);
        Assert.EndsWith("1 fails, 1 unknown, 1 imports\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Imports_that_end_in_the_same_words_share_a_row()
    {
        Verdict[] verdicts = [.. Enumerable.Range(1, 30).Select(number => SampleResults.Unknown($"module_number_{number}", "the loader of macOS is not modelled")), SampleResults.Unknown("gi", "another reason")];
        string text = Text(SampleResults.Of([], everything: true, verdicts), 60);
        Assert.Contains("unknown  30 modules  the loader of macOS is not modelled\n         module_number_1, module_number_2, module_number_3,\n", text, StringComparison.Ordinal);
        Assert.Contains("unknown  gi 1.0  another reason\n", text, StringComparison.Ordinal);
        Assert.EndsWith("31 unknown\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Asked_imports_are_all_listed()
    {
        string text = Text(SampleResults.Of([], everything: false, SampleResults.Imports("numpy"), SampleResults.Imports("pandas")));
        Assert.Contains("imports  numpy 1.0\nimports  pandas 1.0\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(160)]
    public void No_line_but_a_quotation_or_a_command_is_wider_than_asked(int width)
    {
        Finding finding = SampleResults.WrongArchitecture with
        {
            Path = "/a/b.so",
            Evidence = [new Evidence("/a/b.so", 4, "ELF header", "e_machine", "0x3e (x86_64)", "only code for aarch64 can be loaded by this interpreter, which is quite a long thing to say")],
            Notes = [string.Join(' ', Enumerable.Repeat("word", 60))],
            Steps = ["tried 1: " + string.Join(' ', Enumerable.Repeat("word", 60))],
        };
        string text = Text(SampleResults.Of([finding], everything: false, SampleResults.Fails), width);
        Assert.All(
            text.Split('\n').Where(line => !line.Contains("Python will say", StringComparison.Ordinal) && !line.StartsWith("        ", StringComparison.Ordinal) && !line.StartsWith("error", StringComparison.Ordinal) && !line.StartsWith("CPython", StringComparison.Ordinal)),
            line => Assert.True(line.Length <= Math.Max(width, 60), line));
    }

    [Fact]
    public void Text_of_the_subject_cannot_command_the_terminal()
    {
        Finding finding = SampleResults.WrongArchitecture with { Path = "/evil/\u001b[2J\nname\u202e.so", Evidence = [], Title = "a \u001b]0;title\u0007" };
        string text = Text(SampleResults.Of([finding], everything: false, SampleResults.Imports("x\u001b[31m")));
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u0007', text);
        Assert.DoesNotContain('\u202e', text);
        Assert.Contains(@"--> /evil/\x1b[2J\nname\u202e.so", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Colour_adds_nothing_but_colour()
    {
        ExaminationResult result = SampleResults.Of([SampleResults.WrongArchitecture], everything: false, SampleResults.Fails);
        string coloured = Text(result, colour: true);
        Assert.Contains("\u001b[1;31merror[A201]\u001b[0m", coloured, StringComparison.Ordinal);
        Assert.Equal(Text(result), System.Text.RegularExpressions.Regex.Replace(coloured, "\u001b\\[[0-9;]*m", ""));
    }

    [Fact]
    public void A_long_message_is_quoted_by_its_first_line_and_tabulated_by_its_last()
    {
        Verdict verdict = SampleResults.Fails with { Message = "\n\nIMPORTANT: please read this\nfor advice\nOriginal error was: libopenblas.so.0: cannot open" };
        string text = Text(SampleResults.Of([SampleResults.WrongArchitecture], everything: true, verdict), 160);
        Assert.Contains("= Python will say: ImportError: IMPORTANT: please read this (and 2 more lines; --json has them all)\n", text, StringComparison.Ordinal);
        Assert.Contains("ImportError: Original error was: libopenblas.so.0: cannot open", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_crash_names_the_signal()
    {
        Verdict verdict = new() { Import = "sklearn", Kind = VerdictKind.Crashes, Signal = "SIGBUS", Message = "the file ends before its segments do", Findings = ["A002"] };
        string text = Text(SampleResults.Of([SampleResults.WrongArchitecture], everything: false, verdict));
        Assert.Contains("= the process will die of SIGBUS: the file ends before its segments do\n", text, StringComparison.Ordinal);
        Assert.Contains("crashes  sklearn 1.0  SIGBUS: the file ends before its segments do  [A002]\n", text, StringComparison.Ordinal);
        Assert.EndsWith("1 crashes; 1 error\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_read_comes_last()
    {
        ExaminationResult result = SampleResults.Of([], everything: false, SampleResults.Imports("numpy")) with { Problems = ["/x/RECORD: line 3 has no path"] };
        Assert.EndsWith("\nnot read: /x/RECORD: line 3 has no path\n", Text(result), StringComparison.Ordinal);
    }

    private static string Text(ExaminationResult result, int width = 100, bool colour = false)
    {
        using StringWriter output = new() { NewLine = "\n" };
        TextReport.Write(result, output, new TextStyle(width, colour));
        return output.ToString();
    }
}
