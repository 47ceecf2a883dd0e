using System.Text.Json;
using Assay.Tests.Fixtures;
using Assay.Tests.House;
using Assay.Tests.Reporting;

namespace Assay.Tests.Cli;

/// <summary>What the program promises on any machine. The same tests run inside this process and against the published program.</summary>
public abstract class CliContract
{
    private const int Success = 0;
    private const int Usage = 2;

    [Fact]
    public void Version_is_one_line()
    {
        CliOutcome run = Run(["--version"]);
        Assert.Equal((Success, ""), (run.Status, run.Error));
        Assert.Matches(@"^assay \d+\.\d+\.\d+\S*\n$", run.Output);
    }

    [Theory]
    [InlineData("usage: assay [check] [SUBJECT] [options]", "--help")]
    [InlineData("usage: assay check [SUBJECT] [options]", "check", "--help")]
    [InlineData("usage: assay blas [SUBJECT] [options]", "blas", "--help")]
    [InlineData("usage: assay verify [ENV] [options]", "verify", "--help")]
    [InlineData("usage: assay explain [CODE] [options]", "explain", "-h")]
    [InlineData("usage: assay show FILE [options]", "show", "--help")]
    [InlineData("usage: assay demo [SAMPLE] [options]", "demo", "--help")]
    public void Help_says_how_a_command_is_used(string usage, params string[] arguments)
    {
        CliOutcome run = Run(arguments);
        Assert.Equal(Success, run.Status);
        Assert.Contains(usage, run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("there is no option --impot", "check", "--impot", "sklearn")]
    [InlineData("--fail-on loud: expected error, warning, note or never", "--fail-on", "loud")]
    [InlineData("--color red: expected auto, always or never", "check", "--color", "red")]
    [InlineData("--for macos-14-m1: a target ends with an architecture", "--for", "macos-14-m1")]
    [InlineData("--import a,b: a module name is written like `sklearn.svm`", "--import", "a,b")]
    [InlineData("--env =x: a variable is written like", "--env", "=x")]
    [InlineData("required argument missing for option: '--import'", "--import")]
    [InlineData("required argument 'FILE' missing for command: 'show'", "show")]
    [InlineData("SUBJECT is empty", "check", "")]
    [InlineData("--budget 0: expected a number of seconds from 1 to 3600", "blas", "--budget", "0")]
    [InlineData("--timeout 0: expected a number of seconds from 1 to 86400", "verify", "--timeout", "0")]
    [InlineData("--jobs 1000: expected a number from 1 to 64", "verify", "-j", "1000")]
    [InlineData("/no/such/place: does not exist", "verify", "/no/such/place")]
    [InlineData("verify takes one target", "verify", "--for", "linux-x86_64", "--for", "linux-aarch64")]
    [InlineData("there is no finding Z999", "explain", "Z999")]
    [InlineData("there is no sample mars", "demo", "mars")]
    public void A_command_line_that_cannot_be_read_gets_one_clear_line(string expected, params string[] arguments)
    {
        CliOutcome run = Run(arguments);
        Assert.Equal(Usage, run.Status);
        Assert.Empty(run.Output);
        Assert.StartsWith("assay: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    [Fact]
    public void A_subject_that_is_not_there_gets_one_clear_line()
    {
        CliOutcome run = Run(["check", "/no/such/place"]);
        Assert.Equal((Usage, ""), (run.Status, run.Output));
        Assert.StartsWith("assay: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("/no/such/place", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
    }

    [Fact]
    public void A_directory_that_is_no_environment_gets_one_clear_line_and_nothing_is_written()
    {
        using TemporaryDirectory directory = new();
        directory.File("notes.txt", "hello");
        CliOutcome run = Run(["check", directory.Path]);
        Assert.Equal((Usage, ""), (run.Status, run.Output));
        Assert.Contains(directory.Path, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
        Assert.Equal([Path.Combine(directory.Path, "notes.txt")], Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public void Json_is_one_object_that_fits_the_schema_even_for_a_subject_that_is_not_there()
    {
        CliOutcome run = Run(["check", "/no/such/place", "--json"]);
        Assert.Equal(Usage, run.Status);
        Assert.Empty(SchemaValidator.Validate(Repository.Read("docs/schema/check-1.json"), run.Output));
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal("not-found", document.RootElement.GetProperty("fault").GetProperty("kind").GetString());
    }

    [Fact]
    public void Show_reads_a_binary_and_its_json_fits_the_schema()
    {
        string file = typeof(CliContract).Assembly.Location;
        CliOutcome text = Run(["show", file]);
        Assert.Equal((Success, ""), (text.Status, text.Error));
        Assert.NotEmpty(text.Output);
        CliOutcome json = Run(["show", file, "--json"]);
        Assert.Equal((Success, ""), (json.Status, json.Error));
        Assert.Empty(SchemaValidator.Validate(Repository.Read("docs/schema/show-1.json"), json.Output));
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Assert.Equal("pe", document.RootElement.GetProperty("format").GetString());
    }

    [Fact]
    public void Show_says_what_a_file_is_that_is_no_binary()
    {
        using TemporaryDirectory directory = new();
        CliOutcome run = Run(["show", directory.File("liar.so", "just text\n")]);
        Assert.Equal((Usage, ""), (run.Status, run.Output));
        Assert.EndsWith("liar.so: expected an ELF, Mach-O or PE file, found text\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(Usage, Run(["show", directory.Path]).Status);
        Assert.Contains("expected a file, found a directory", Run(["show", directory.Path]).Error, StringComparison.Ordinal);
        Assert.Contains("no such file or directory", Run(["show", directory.Path + "/none"]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_that_is_published_is_the_one_that_is_printed()
    {
        Assert.Equal(Repository.Read("docs/schema/check-1.json"), Run(["check", "--schema"]).Output);
        Assert.Equal(Repository.Read("docs/schema/verify-1.json"), Run(["verify", "--schema"]).Output);
    }

    [Fact]
    public void Explain_lists_every_code_and_shows_the_page_of_one()
    {
        CliOutcome list = Run(["explain"], input: "");
        Assert.Equal((Success, ""), (list.Status, list.Error));
        Assert.Contains("A101  missing-library", list.Output, StringComparison.Ordinal);
        CliOutcome byCode = Run(["explain", "a101"]);
        CliOutcome byName = Run(["explain", "missing-library"]);
        Assert.StartsWith("# missing-library (A101)\n", byCode.Output, StringComparison.Ordinal);
        Assert.Equal(byCode, byName);
        using JsonDocument document = JsonDocument.Parse(Run(["explain", "A101", "--json"]).Output);
        Assert.Equal("missing-library", document.RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public void A_pasted_traceback_becomes_its_finding()
    {
        CliOutcome run = Run(["explain"], input: "Traceback (most recent call last):\n  File \"<string>\", line 1, in <module>\n    import cv2\nImportError: libGL.so.1: cannot open shared object file: No such file or directory\n");
        Assert.Equal((Success, ""), (run.Status, run.Error));
        Assert.StartsWith("error[A103]: this system has no `libGL.so.1`, a library of the desktop\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("        assay check --import cv2\n", run.Output, StringComparison.Ordinal);
        CliOutcome nothing = Run(["explain"], input: "all is well\n");
        Assert.Equal((Usage, ""), (nothing.Status, nothing.Output));
        Assert.Contains("no known message", nothing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_judges_three_built_in_situations()
    {
        CliOutcome run = Run(["demo"]);
        Assert.Equal((Success, ""), (run.Status, run.Error));
        foreach (string name in new[] { "intel-on-m1", "healthy-arm64", "slow-blas" }) Assert.Contains($"== {name}: ", run.Output, StringComparison.Ordinal);
        CliOutcome json = Run(["demo", "healthy-arm64", "--json"]);
        Assert.Empty(SchemaValidator.Validate(Repository.Read("docs/schema/check-1.json"), json.Output));
    }

    [Fact]
    public void Colour_is_never_needed()
    {
        string plain = Run(["demo", "intel-on-m1", "--color", "never"]).Output;
        string coloured = Run(["demo", "intel-on-m1", "--color", "always"]).Output;
        Assert.DoesNotContain('\u001b', plain);
        Assert.Contains('\u001b', coloured);
        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(coloured, "\u001b\\[[0-9;]*m", ""));
    }

    [Fact]
    public void A_name_that_would_command_the_terminal_is_shown_harmless()
    {
        CliOutcome run = Run(["show", "/nowhere/\u001b[2J\nname.so"]);
        Assert.Equal("assay: /nowhere/\\x1b[2J\\nname.so: no such file or directory\n", run.Error);
    }

    /// <summary>Runs the program with some words and, when given, some text on its standard input.</summary>
    internal abstract CliOutcome Run(string[] arguments, string? input = null);
}
