using System.Text.Json;
using Assay.Examination;
using Assay.Packaging.Locking;
using Assay.Primitives;
using Assay.Tests.Cli;

namespace Assay.Tests.Packaging.Locking;

/// <summary>Lock files as the subject of a check: who is installed where, and with which file.</summary>
public sealed class LockSubjectTests
{
    private const string Linux = "linux-glibc2.36-x86_64";

    private const string Uv = """
        version = 1
        requires-python = ">=3.11"
        [[package]]
        name = "app"
        version = "0.1"
        source = { editable = "." }
        dependencies = [
            { name = "both" },
            { name = "both", extra = ["fast"], marker = "sys_platform == 'darwin'" },
            { name = "forked", version = "1.0", source = { registry = "x" }, marker = "python_full_version < '3.12'" },
            { name = "forked", version = "2.0", source = { registry = "x" }, marker = "python_full_version >= '3.12'" },
            { name = "kernel", marker = "platform_release >= '6'" },
        ]
        [package.optional-dependencies]
        plot = [{ name = "plotter", marker = "extra == 'extra-3-app-plot'" }]
        [package.dev-dependencies]
        dev = [{ name = "tester" }]
        docs = [{ name = "writer" }]
        [[package]]
        name = "both"
        version = "1.0"
        source = { registry = "x" }
        dependencies = [{ name = "leaf" }]
        wheels = [{ url = "https://f.example/both-1.0-py3-none-any.whl" }]
        [package.optional-dependencies]
        fast = [{ name = "speed" }]
        PACKAGES
        """;

    [Theory]
    [InlineData(Linux, "3.11", "app both forked=1.0 kernel? leaf plotter? tester writer?")]
    [InlineData(Linux, "3.13", "app both forked=2.0 kernel? leaf plotter? tester writer?")]
    [InlineData("macos-14-arm64", "3.11.4", "app both forked=1.0 kernel? leaf plotter? speed tester writer?")]
    public void Uv_is_followed_from_the_project(string target, string python, string expected)
    {
        string packages = string.Concat(((string[])["forked=1.0", "forked=2.0", "kernel=1.0", "leaf=1.0", "plotter=1.0", "speed=1.0", "tester=1.0", "writer=1.0", "unreached=1.0"])
            .Select(each => each.Split('=')).Select(each => $"[[package]]\nname = \"{each[0]}\"\nversion = \"{each[1]}\"\nsource = {{ registry = \"x\" }}\nwheels = [{{ url = \"https://f.example/{each[0]}-{each[1]}-py3-none-any.whl\" }}]\n"));
        Assert.Equal(expected, Packages("uv.lock", Uv.Replace("PACKAGES", packages, StringComparison.Ordinal), target, python, out _));
    }

    [Fact]
    public void Pylock_takes_default_groups_and_no_extras()
    {
        string text = "lock-version = \"1.0\"\nextras = [\"x\"]\ndependency-groups = [\"g\", \"d\"]\ndefault-groups = [\"d\"]\n" + string.Concat(((string[])["'x' in extras", "'g' in dependency_groups", "'d' in dependency_groups", "sys_platform == 'win32'", "sys_platform == 'win32' and 'x' in extras", "'x' not in extras"])
            .Select((marker, i) => $"[[packages]]\nname = \"p{i}\"\nversion = \"1\"\nmarker = \"{marker}\"\nwheels = [{{name = \"p{i}-1-py3-none-any.whl\", path = \"x\"}}]\n"));
        Assert.Equal("p0? p1? p2 p5", Packages("pylock.toml", text, Linux, "3.12", out _));
    }

    [Theory]
    [InlineData("2.1", "a b? c? e?")]
    [InlineData("2.0", "a? b? c? d? e?")]
    public void Poetry_says_who_is_installed_from_2_1_on(string version, string expected)
    {
        string text = $$"""
            [[package]]
            name = "a"
            version = "1"
            optional = false
            {{(version == "2.1" ? "groups = [\"main\"]" : "")}}
            files = [{file = "a-1-py3-none-any.whl", hash = "x"}]
            [package.dependencies]
            w = {version = "*", markers = "sys_platform == 'win32'"}
            [[package]]
            name = "b"
            version = "1"
            optional = true
            {{(version == "2.1" ? "groups = [\"main\"]\nmarkers = \"extra == 'x'\"" : "")}}
            files = [{file = "b-1-py3-none-any.whl", hash = "x"}]
            [[package]]
            name = "c"
            version = "1"
            {{(version == "2.1" ? "groups = [\"docs\"]" : "")}}
            files = [{file = "c-1-py3-none-any.whl", hash = "x"}]
            [[package]]
            name = "d"
            version = "1"
            {{(version == "2.1" ? "groups = [\"main\"]\nmarkers = \"sys_platform == 'win32'\"" : "")}}
            files = [{file = "d-1-py3-none-any.whl", hash = "x"}]
            [[package]]
            name = "e"
            version = "1"
            {{(version == "2.1" ? "groups = [\"dev\", \"docs\"]\nmarkers = {dev = \"sys_platform == 'win32'\", docs = \"os_name == 'posix'\"}" : "")}}
            files = [{file = "e-1-py3-none-any.whl", hash = "x"}]
            [[package]]
            name = "w"
            version = "1"
            {{(version == "2.1" ? "groups = [\"main\"]\nmarkers = \"sys_platform == 'win32'\"" : "")}}
            files = [{file = "w-1-cp312-cp312-win_amd64.whl", hash = "x"}]
            [extras]
            x = ["b"]
            [metadata]
            lock-version = "{{version}}"
            python-versions = "^3.9"
            """;
        Assert.Equal(expected, Packages("poetry.lock", text, Linux, "3.12", out TargetExamination examination));
        Assert.Empty(examination.Findings);
    }

    [Theory]
    [InlineData("^3.9", "3.9.0", true)]
    [InlineData("^3.9", "4.0.0", false)]
    [InlineData("~3.9", "3.10.0", false)]
    [InlineData("~2.7 || ^3.5", "3.11.99", true)]
    [InlineData("3.11.*", "3.11.2", true)]
    [InlineData(">=3.8 <3.12", "3.12.0", false)]
    [InlineData("*", "3.12.0", true)]
    [InlineData("nonsense", "3.12.0", null)]
    public void Poetry_has_a_grammar_of_its_own(string text, string python, bool? takes) => Assert.Equal(takes, PoetryPythons.Takes(text, python));

    [Fact]
    public void Outcomes_and_severities()
    {
        string text = Uv.Replace("PACKAGES", string.Concat(
            "[[package]]\nname = \"leaf\"\nversion = \"1.0\"\nsource = { registry = \"x\" }\nwheels = [{ url = \"https://f.example/leaf-1.0-cp311-cp311-macosx_14_0_arm64.whl\" }, { url = \"https://f.example/leaf-1.0-cp312-cp312-manylinux_2_28_x86_64.whl\" }]\n",
            "[[package]]\nname = \"tester\"\nversion = \"1.0\"\nsource = { registry = \"x\" }\nsdist = { url = \"https://f.example/tester-1.0.tar.gz\" }\nwheels = [{ url = \"https://f.example/tester-1.0-cp311-cp311-win_amd64.whl\" }]\n",
            "[[package]]\nname = \"writer\"\nversion = \"1.0\"\nsource = { registry = \"x\" }\nwheels = [{ url = \"https://f.example/writer-1.0-cp311-cp311-win_amd64.whl\" }]\n",
            "[[package]]\nname = \"plotter\"\nversion = \"1.0\"\nsource = { git = \"https://g.example/p#abc\" }\n",
            "[[package]]\nname = \"kernel\"\nversion = \"1.0\"\nsource = { registry = \"x\" }\nsdist = { url = \"https://f.example/kernel-1.0.tar.gz\" }\n"), StringComparison.Ordinal);
        Packages("uv.lock", text, Linux, "3.11", out TargetExamination examination);
        Assert.Equal("app=Elsewhere both=Binary leaf=Nothing tester=Source writer=Nothing plotter=Elsewhere kernel=Source", string.Join(' ', examination.Packages.Select(outcome => $"{outcome.Package.Name}={outcome.Kind}")));
        Assert.Equal("`leaf-1.0-cp312-cp312-manylinux_2_28_x86_64.whl` is for Python 3.12", examination.Packages[2].NearestMiss);
        Assert.Equal(
            ["A530 Error `leaf`", "A530 Warning `writer`", "A531 Warning `tester`", "A531 Note `kernel`"],
            examination.Findings.Select(finding => $"{finding.Code} {finding.Severity} {finding.Title.Split(' ')[0]}"));
    }

    [Fact]
    public void The_program_says_it_in_text_and_json()
    {
        MemoryMachine machine = new();
        machine.AddFile("/p/uv.lock", Uv.Replace("PACKAGES", "", StringComparison.Ordinal));
        machine.AddFile("/p/poetry.lock", "broken!");
        CliOutcome text = InProcess.Run(["check", "/p/uv.lock", "--for", Linux], machine);
        Assert.Equal(0, text.Status);
        Assert.Contains("/p/uv.lock (lock file)\non linux-glibc2.36-x86_64, with Python 3.11\n\n2 packages: 1 ready to install, 1 from a directory or a repository\n", text.Output, StringComparison.Ordinal);
        Assert.Equal(1, InProcess.Run(["check", "/p/uv.lock", "--for", Linux, "--python", "3.10"], machine).Status);
        CliOutcome refused = InProcess.Run(["check", "/p/poetry.lock"], machine);
        Assert.Equal((2, "assay: /p/poetry.lock: line 1: expected `=` behind a key, found `!`\n"), (refused.Status, refused.Error));
        using JsonDocument json = JsonDocument.Parse(InProcess.Run(["check", "/p/uv.lock", "--for", Linux, "--for", "macos-14-arm64", "--json"], machine).Output);
        JsonElement second = json.RootElement.GetProperty("targets")[1];
        Assert.Equal(("lock", "3.11", "binary"), (json.RootElement.GetProperty("subject").GetProperty("kind").GetString(), second.GetProperty("python").GetString(), second.GetProperty("packages")[1].GetProperty("outcome").GetString()));
        Assert.Contains("a lock file says which files are installed", InProcess.Run(["check", "/p/uv.lock", "--for", Linux, "--import", "both"], machine).Output, StringComparison.Ordinal);
    }

    private static string Packages(string name, string text, string target, string python, out TargetExamination examination)
    {
        MemoryMachine machine = new();
        machine.AddFile("/p/" + name, text);
        Assert.True(Assay.Targets.TargetName.TryParse(target, out Assay.Targets.Target? machineAsked, out _));
        Assert.True(Assay.Packaging.Choosing.PythonBuild.TryParse(python, out Assay.Packaging.Choosing.PythonBuild build));
        ExaminationResult result = Examiner.Run(new ExaminationRequest { Subject = "/p/" + name, Targets = [machineAsked!], Pythons = [build] }, machine);
        Assert.Null(result.Fault);
        Assert.Empty(result.Problems);
        examination = Assert.Single(result.Targets);
        return string.Join(' ', examination.Packages.Select(outcome => outcome.Package.Name + (outcome.Package.Name == "forked" ? "=" + outcome.Package.Version : "") + (outcome.IsCertain ? "" : "?")).Order(StringComparer.Ordinal));
    }
}
