using System.Text;
using Assay.Primitives;
using Assay.Tests.Cli;
using Assay.Tests.House;
using Assay.Tests.Reporting;

namespace Assay.Tests.Examination.Resolving;

/// <summary>The command over a small index in memory: what it says, and how it ends.</summary>
public sealed class ResolveTests
{
    [Fact]
    public void A_wheel_for_both_is_one_line()
    {
        CliOutcome run = Resolve([File("demo-1.0-cp311-cp311-manylinux_2_17_x86_64.whl"), File("demo-1.0.tar.gz")], "demo", "--python", "3.11", "--for", "linux-glibc2.28-x86_64");
        Assert.Equal("demo on linux-glibc2.28-x86_64, Python 3.11\n  pip and uv    demo-1.0-cp311-cp311-manylinux_2_17_x86_64.whl\n", run.Output);
        Assert.Equal((0, ""), (run.Status, run.Error));
    }

    [Fact]
    public void A_source_distribution_comes_with_the_reason_and_with_what_would_have_a_wheel()
    {
        string[] files =
        [
            File("demo-0.9-py3-none-any.whl"), File("demo-1.0-cp311-cp311-manylinux_2_28_x86_64.whl"), File("demo-1.0-cp312-cp312-manylinux_2_17_x86_64.whl"),
            File("demo-1.0-cp311-cp311-win_amd64.whl"), File("demo-1.0.tar.gz"),
        ];
        CliOutcome run = Resolve(files, "demo", "--python", "3.11", "--for", "linux-glibc2.17-x86_64");
        Assert.Equal(
            """
            demo on linux-glibc2.17-x86_64, Python 3.11
              pip and uv    demo-1.0.tar.gz, a source distribution: it is built first
              no wheel      demo-1.0-cp311-cp311-manylinux_2_28_x86_64.whl needs glibc 2.28, the target has 2.17
                            demo-1.0-cp312-cp312-manylinux_2_17_x86_64.whl is for Python 3.12
                            demo-1.0-cp311-cp311-win_amd64.whl is for Windows
              a wheel for   glibc 2.28 or newer
                            Python 3.12 on this target
                            demo-0.9-py3-none-any.whl (`--only-binary :all:` takes it)
              the build     needs are not known to this version of assay; `--only-binary :all:` (pip) and
                            `--no-build` (uv) refuse it

            """,
            run.Output);
        Assert.Equal(0, run.Status);
    }

    [Fact]
    public void Where_pip_and_uv_differ_the_rule_is_told()
    {
        CliOutcome run = Resolve([File("demo-1.0-py3-none-any.whl"), File("demo-2.0-py3-none-any.whl", ">=3.8,<3.11")], "demo", "--python", "3.11.4", "--for", "macos-14-arm64");
        Assert.Equal(
            """
            demo on macos-14-arm64, Python 3.11
              pip           demo-1.0-py3-none-any.whl
              uv            demo-2.0-py3-none-any.whl
              they differ   for pip demo-2.0-py3-none-any.whl requires Python `>=3.8,<3.11`, this is 3.11.4; uv
                            looks at the lower bound only and takes it

            """,
            run.Output);
    }

    [Fact]
    public void Nothing_that_fits_ends_with_1_and_names_the_nearest()
    {
        CliOutcome run = Resolve([File("demo-1.0-cp313-cp313t-macosx_11_0_arm64.whl")], "demo", "--python", "3.13", "--for", "macos-14-arm64");
        Assert.Equal(1, run.Status);
        Assert.Contains("pip and uv    nothing that fits", run.Output, StringComparison.Ordinal);
        Assert.Contains("is for the free-threaded build of Python", run.Output, StringComparison.Ordinal);

        CliOutcome unknown = Resolve([], "other", "--python", "3.13", "--for", "macos-14-arm64");
        Assert.Equal(1, unknown.Status);
        Assert.Contains("nothing: no source of files has this project", unknown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_marker_that_leaves_it_out_and_a_direct_address_ask_no_index()
    {
        CliOutcome left = Resolve([File("demo-1.0-py3-none-any.whl")], "demo; sys_platform == 'win32'", "--python", "3.12", "--for", "macos-14-arm64");
        Assert.Equal((0, true), (left.Status, left.Output.Contains("nothing: the marker leaves it out here", StringComparison.Ordinal)));
        CliOutcome direct = Resolve([], "demo @ https://example.org/files/demo-3.0-cp311-cp311-win_amd64.whl#sha256=00", "--python", "3.12", "--for", "windows-11-x86_64");
        Assert.Equal(1, direct.Status);
        Assert.Contains("is for Python 3.11", direct.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing to resolve", "--python", "3.12")]
    [InlineData("is no requirement", "demo==")]
    [InlineData("--python 4.x: a version is written like", "demo", "--python", "4.x")]
    [InlineData("--for atari: ", "demo", "--for", "atari")]
    [InlineData("--timeout 0: expected", "demo", "--timeout", "0")]
    [InlineData("--retries 101: expected", "demo", "--retries", "101")]
    [InlineData("--no-index and --index exclude each other", "demo", "--no-index")]
    public void What_cannot_be_read_ends_with_2_and_one_line(string expected, params string[] words)
    {
        CliOutcome run = Resolve([File("demo-1.0-py3-none-any.whl")], words);
        Assert.Equal(2, run.Status);
        Assert.StartsWith("assay: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(letter => letter == '\n'));
    }

    [Fact]
    public void Offline_with_an_address_is_said_without_its_password()
    {
        MemoryMachine machine = new();
        CliOutcome run = InProcess.Run(["resolve", "demo", "--python", "3.12", "--for", "macos-14-arm64", "--offline", "--index", "https://me:secret@example.org/simple"], machine);
        Assert.Equal(1, run.Status);
        Assert.Contains("example.org", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_requirements_file_is_read_with_its_constraints_and_its_options()
    {
        MemoryMachine machine = Index([File("demo-1.0-py3-none-any.whl"), File("demo-2.0-py3-none-any.whl"), File("demo-3.0-py3-none-any.whl"), File("demo-4.0a1-py3-none-any.whl")]);
        machine.AddFile("/project/requirements.txt", "--index-url /index\n-c limits.txt\n# a remark\nDemo>=1 ; sys_platform != 'win32'\n-e ./mine\n");
        machine.AddFile("/project/limits.txt", "demo<3\n");
        CliOutcome run = InProcess.Run(["resolve", "-r", "requirements.txt", "--python", "3.11", "--for", "macos-14-arm64"], machine, "/project");
        Assert.True(run.Status == 0, run.Error);
        Assert.Contains("demo-2.0-py3-none-any.whl", run.Output, StringComparison.Ordinal);
        Assert.Contains("note: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("mine", run.Output, StringComparison.Ordinal);

        // Without the limit the newest final version is taken, and with --pre in the file the newest of all.
        machine.AddFile("/project/limits.txt", "other<3\n");
        Assert.Contains("demo-3.0-py3-none-any.whl", InProcess.Run(["resolve", "-r", "requirements.txt", "--python", "3.11", "--for", "macos-14-arm64"], machine, "/project").Output, StringComparison.Ordinal);
        machine.AddFile("/project/limits.txt", "--pre\n");
        Assert.Contains("demo-4.0a1-py3-none-any.whl", InProcess.Run(["resolve", "-r", "requirements.txt", "--python", "3.11", "--for", "macos-14-arm64"], machine, "/project").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_requirements_file_that_is_not_there_ends_with_2()
    {
        CliOutcome run = InProcess.Run(["resolve", "-r", "gone.txt"], new MemoryMachine(), "/project");
        Assert.Equal((2, "assay: -r gone.txt: cannot be read; expected a requirements file\n"), (run.Status, run.Error));
    }

    [Fact]
    public void Json_fits_the_schema_in_every_case()
    {
        string[] files = [File("demo-1.0-py3-none-any.whl"), File("demo-2.0-py3-none-any.whl", ">=3.8,<3.11"), File("demo-3.0.tar.gz"), File("demo-3.0-cp312-cp312-win_amd64.whl")];
        string schema = Repository.Read("docs/schema/resolve-1.json");
        foreach (string[] words in (string[][])[["demo"], ["demo<3"], ["demo>4"], ["demo; python_version < '3'"], ["numpy"], ["demo==="]])
        {
            CliOutcome run = Resolve(files, [.. words, "--python", "3.11", "--for", "macos-14-arm64", "--json"]);
            Assert.Empty(SchemaValidator.Validate(schema, run.Output));
        }

        Assert.Equal(schema, InProcess.Run(["resolve", "--schema"], new MemoryMachine()).Output);
    }

    private static string File(string name, string? python = null) =>
        $$"""{"filename": "{{name}}", "url": "{{name}}", "hashes": {}{{(python is null ? "" : $", \"requires-python\": \"{python}\"")}}}""";

    private static CliOutcome Resolve(string[] files, params string[] words) => InProcess.Run(["resolve", .. words, "--index", "/index"], Index(files));

    private static MemoryMachine Index(string[] files)
    {
        string page = $$"""{"meta": {"api-version": "1.1"}, "name": "demo", "files": [{{string.Join(',', files)}}]}""";
        MemoryMachine machine = new();
        machine.AddFile("/index/demo.json", Encoding.UTF8.GetBytes(page));
        return machine;
    }
}
