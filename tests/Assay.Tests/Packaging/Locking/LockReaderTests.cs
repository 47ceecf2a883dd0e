using System.Text;
using Assay.Packaging.Choosing;
using Assay.Packaging.Locking;

namespace Assay.Tests.Packaging.Locking;

/// <summary>What each lock format says, from small files of our own.</summary>
public sealed class LockReaderTests
{
    private static readonly string Hash = new('a', 64);

    [Theory]
    [InlineData("uv.lock", LockKind.Uv)]
    [InlineData("tool.py.lock", LockKind.Uv)]
    [InlineData("/x/poetry.lock", LockKind.Poetry)]
    [InlineData("pylock.toml", LockKind.Pylock)]
    [InlineData("pylock.linux.toml", LockKind.Pylock)]
    [InlineData("pdm.lock", LockKind.Pdm)]
    [InlineData("Pipfile.lock", LockKind.Pipfile)]
    [InlineData("pixi.lock", LockKind.Pixi)]
    [InlineData("conda-lock.yml", LockKind.CondaLock)]
    [InlineData("gpu.conda-lock.yml", LockKind.CondaLock)]
    [InlineData("environment-dev.yaml", LockKind.CondaEnvironment)]
    [InlineData("dev-requirements.txt", LockKind.Requirements)]
    [InlineData("requirements.in", LockKind.Requirements)]
    [InlineData("constraints.txt", LockKind.Requirements)]
    [InlineData("conda-linux-64.lock", null)]
    [InlineData("notes.txt", null)]
    [InlineData("pyproject.toml", null)]
    public void Names_tell_the_format(string name, LockKind? kind) => Assert.Equal(kind, LockReader.KindOf(name));

    [Fact]
    public void Uv_names_roots_edges_forks_and_files()
    {
        LockReading reading = Read(LockKind.Uv, $$"""
            version = 1
            revision = 3
            requires-python = ">=3.11"
            resolution-markers = ["sys_platform == 'win32'", "sys_platform != 'win32'"]

            [[package]]
            name = "demo"
            version = "0.1.0"
            source = { editable = "." }
            dependencies = [
                { name = "Num_Py", version = "2.0.0", source = { registry = "https://pypi.org/simple" }, marker = "sys_platform != 'win32'" },
                { name = "thing", extra = ["Fast"] },
            ]

            [package.optional-dependencies]
            plot = [{ name = "matplotlib" }]

            [package.dev-dependencies]
            dev = [{ name = "pytest" }]

            [[package]]
            name = "num-py"
            version = "2.0.0"
            source = { registry = "https://pypi.org/simple" }
            resolution-markers = ["sys_platform != 'win32'"]
            sdist = { url = "https://f.example/num_py-2.0.0.tar.gz", hash = "sha256:{{Hash}}", size = 12 }
            wheels = [
                { url = "https://f.example/num_py-2.0.0-cp311-cp311-macosx_14_0_arm64.whl", hash = "sha256:{{Hash}}", size = 34 },
                { filename = "num_py-2.0.0-cp312-cp312-win_amd64.whl", path = "wheels/x.whl", hash = "md5:00" },
            ]

            [[package]]
            name = "thing"
            version = "1.0"
            source = { git = "https://git.example/thing?rev=main#0123abcd", subdirectory = "py" }
            sdist = { hash = "sha256:{{Hash}}" }
            """);
        Assert.Empty(reading.Problems);
        Assert.Equal((">=3.11", "demo", "plot"), (reading.RequiresPython, Assert.Single(reading.Roots), Assert.Single(reading.Extras)));
        LockedPackage root = reading.Packages[0], numpy = reading.Packages[1], thing = reading.Packages[2];
        Assert.Equal(LockSourceKind.Editable, root.Source.Kind);
        Assert.Equal(("num-py", "2.0.0", "sys_platform != \"win32\""), (root.Dependencies[0].Name, root.Dependencies[0].Version, root.Dependencies[0].Marker?.ToString()));
        Assert.Equal("fast", Assert.Single(root.Dependencies[1].Extras));
        Assert.Equal("matplotlib", Assert.Single(root.ExtraDependencies["plot"]).Name);
        Assert.Equal("pytest", Assert.Single(root.GroupDependencies["dev"]).Name);
        Assert.Equal(
        [
            new IndexFile("num_py-2.0.0.tar.gz") { Url = "https://f.example/num_py-2.0.0.tar.gz", Sha256 = Hash, Size = 12 },
            new IndexFile("num_py-2.0.0-cp311-cp311-macosx_14_0_arm64.whl") { Url = "https://f.example/num_py-2.0.0-cp311-cp311-macosx_14_0_arm64.whl", Sha256 = Hash, Size = 34 },
            new IndexFile("num_py-2.0.0-cp312-cp312-win_amd64.whl") { Url = "wheels/x.whl" },
        ], numpy.Files);
        Assert.Equal((21, 1), (numpy.Line, numpy.Forks.Length));
        Assert.Equal(new LockSource(LockSourceKind.Git, "https://git.example/thing?rev=main#0123abcd") { Commit = "0123abcd", Subdirectory = "py" }, thing.Source);
        Assert.Empty(thing.Files);
    }

    [Fact]
    public void The_needs_of_a_script_are_a_root()
    {
        LockReading reading = Read(LockKind.Uv, "version = 1\n[manifest]\nrequirements = [{ name = \"numpy\", specifier = \">=2\" }]\n[[package]]\nname = \"numpy\"\nversion = \"2.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n");
        Assert.Equal(UvLockReader.NamelessRoot, Assert.Single(reading.Roots));
        Assert.Equal("numpy", Assert.Single(Assert.Single(reading.Packages, package => package.Name == UvLockReader.NamelessRoot).Dependencies).Name);
    }

    [Fact]
    public void Pylock_has_one_marker_for_each_package()
    {
        LockReading reading = Read(LockKind.Pylock, $$"""
            lock-version = "1.0"
            environments = ["sys_platform == 'linux'"]
            requires-python = "==3.12.*"
            extras = ["Plot"]
            default-groups = ["main"]
            created-by = "hand"
            [[packages]]
            name = "attrs"
            version = "25.1.0"
            requires-python = ">=3.8"
            marker = "'plot' in extras"
            wheels = [{name = "attrs-25.1.0-py3-none-any.whl", url = "https://f.example/x", size = 5, hashes = {sha256 = "{{Hash}}"} }]
            [[packages.dependencies]]
            name = "six"
            [[packages]]
            name = "local"
            directory = {path = "../local", editable = true}
            [[packages]]
            name = "archive"
            archive = {url = "https://f.example/archive-1.0-py3-none-any.whl", hashes = {sha256 = "{{Hash}}"} }
            [[packages]]
            name = "repo"
            vcs = {type = "git", url = "https://git.example/r", commit-id = "abc"}
            """);
        Assert.Empty(reading.Problems);
        Assert.Equal(("==3.12.*", "plot", "main"), (reading.RequiresPython, Assert.Single(reading.Extras), Assert.Single(reading.DefaultGroups)));
        Assert.Equal(new IndexFile("attrs-25.1.0-py3-none-any.whl") { Url = "https://f.example/x", Sha256 = Hash, Size = 5 }, Assert.Single(reading.Packages[0].Files));
        Assert.Equal([LockSourceKind.Index, LockSourceKind.Editable, LockSourceKind.Url, LockSourceKind.Git], reading.Packages.Select(package => package.Source.Kind));
        Assert.Equal("archive-1.0-py3-none-any.whl", Assert.Single(reading.Packages[2].Files).Filename);
    }

    [Fact]
    public void Poetry_of_all_versions()
    {
        LockReading two = Read(LockKind.Poetry, $$"""
            [[package]]
            name = "Colorama"
            version = "0.4.6"
            optional = true
            python-versions = "!=3.0.*,>=2.7"
            groups = ["main", "dev"]
            markers = {main = "sys_platform == 'win32'", dev = "extra == 'x'"}
            files = [{file = "colorama-0.4.6-py2.py3-none-any.whl", hash = "sha256:{{Hash}}"}]
            [package.dependencies]
            six = ">=1.4"
            tomli = {version = ">=1", markers = "python_version < '3.11'", optional = true}
            numpy = [{version = "<2", markers = "python_version < '3.9'"}, {version = ">=2", markers = "python_version >= '3.9'"}]
            [package.source]
            type = "git"
            url = "https://git.example/x"
            resolved_reference = "abc"
            [extras]
            plot = ["colorama"]
            [metadata]
            lock-version = "2.1"
            python-versions = "^3.9"
            """);
        Assert.Empty(two.Problems);
        LockedPackage package = Assert.Single(two.Packages);
        Assert.Equal(("colorama", true, 2), (package.Name, package.IsOptional, package.GroupMarkers.Count));
        Assert.Equal(["six", "numpy", "numpy"], package.Dependencies.Select(dependency => dependency.Name));
        Assert.Equal(new LockSource(LockSourceKind.Git, "https://git.example/x") { Commit = "abc" }, package.Source);
        LockReading one = Read(LockKind.Poetry, $"[[package]]\nname = \"six\"\nversion = \"1.16\"\ncategory = \"dev\"\n[metadata]\nlock-version = \"1.1\"\n[metadata.files]\nsix = [{{file = \"six-1.16.tar.gz\", hash = \"sha256:{Hash}\"}}]\n");
        Assert.Equal(("dev", "six-1.16.tar.gz"), (Assert.Single(one.Packages[0].Groups), Assert.Single(one.Packages[0].Files).Filename));
    }

    [Fact]
    public void Pdm_and_pipenv()
    {
        LockReading pdm = Read(LockKind.Pdm, $$"""
            [metadata]
            groups = ["default", "plot"]
            lock_version = "4.5.0"
            [[metadata.targets]]
            requires_python = ">=3.9"
            [[package]]
            name = "uvicorn"
            version = "0.30"
            extras = ["standard"]
            requires_python = ">=3.8"
            groups = ["plot"]
            marker = "python_version >= \"3.9\""
            dependencies = ["click>=7.0; sys_platform == 'win32'", "h11[a]"]
            files = [{url = "https://f.example/uvicorn-0.30-py3-none-any.whl", hash = "sha256:{{Hash}}"}, {file = "uvicorn-0.30.tar.gz", hash = "sha256:{{Hash}}"}]
            """);
        Assert.Empty(pdm.Problems);
        Assert.Equal((">=3.9", "uvicorn", "standard", "plot"), (pdm.RequiresPython, pdm.Packages[0].Name, pdm.Packages[0].Extras[0], pdm.Packages[0].Groups[0]));
        Assert.Equal(["click", "h11"], pdm.Packages[0].Dependencies.Select(dependency => dependency.Name));
        Assert.Equal("https://f.example/uvicorn-0.30-py3-none-any.whl", pdm.Packages[0].Files[0].Url);
        LockReading pipenv = Read(LockKind.Pipfile, $$"""
            {"_meta": {"hash": {"sha256": "x"}, "requires": {"python_version": "3.11"} },
             "default": {"numpy": {"version": "==1.26.4", "hashes": ["sha256:{{Hash}}"], "markers": "python_version >= '3.9'", "index": "pypi"} },
             "develop": {"thing": {"git": "https://git.example/x", "ref": "abc"} } }
            """);
        Assert.Empty(pipenv.Problems);
        Assert.Equal("==3.11.*", pipenv.RequiresPython);
        Assert.Equal(("1.26.4", "default", 2), (pipenv.Packages[0].Version, pipenv.Packages[0].Groups[0], pipenv.Packages[0].Line));
        Assert.Equal("sha256:" + Hash, Assert.Single(pipenv.Packages[0].Hashes));
        Assert.Equal(LockSourceKind.Git, pipenv.Packages[1].Source.Kind);
    }

    [Theory]
    [InlineData(LockKind.Uv, "This is broken!", "line 1: expected `=` behind a key, found `i`")]
    [InlineData(LockKind.Uv, "version = 2", "line 1: expected version 1, found 2")]
    [InlineData(LockKind.Uv, "", "line 1: expected `version`, found none")]
    [InlineData(LockKind.Pylock, "\nlock-version = '2.0'", "line 2: expected lock-version 1, found `2.0`")]
    [InlineData(LockKind.Poetry, "[metadata]\nlock-version = '999.0'", "line 2: expected lock-version 1 or 2, found `999.0`")]
    [InlineData(LockKind.Pdm, "a = 1", "line 1: expected a table `metadata`, found none")]
    [InlineData(LockKind.Pipfile, "{\n\"a\": ", "line 2: expected JSON, found a fault")]
    [InlineData(LockKind.Pipfile, "[]", "line 1: expected a table")]
    public void What_is_no_lock_file_is_refused(LockKind kind, string text, string problem)
    {
        LockReading reading = Read(kind, text);
        Assert.True(reading.IsRefused);
        Assert.Equal(problem, Assert.Single(reading.Problems));
    }

    [Fact]
    public void What_is_odd_inside_is_said_and_the_rest_is_read()
    {
        LockReading reading = Read(LockKind.Uv, "version = 1\npackage = [1, {}, {name = 'a', source = 3}, {name = 'b', version = '1', source = {registry = 'x'}, dependencies = [{name = 'c', marker = 'x'}, {}], wheels = [{}], sdist = 1}]");
        Assert.Equal(["a", "b"], reading.Packages.Select(package => package.Name));
        Assert.Equal(
        [
            "line 2: expected a table in `package`", "line 2: expected a package with a name", "line 2: expected a source that uv knows", "line 2: expected a file with a name or an address",
            "line 2: expected a marker, found `x`", "line 2: expected a dependency with a name",
        ], reading.Problems);
    }

    [Fact]
    public void Inclusion_ends()
    {
        LockReading loop = LockReader.Read(LockKind.Requirements, "a.txt", "-r b.txt\nnumpy\n"u8, name => Encoding.UTF8.GetBytes(name == "b.txt" ? "-r a.txt\nscipy\n" : "numpy\n"), _ => null);
        Assert.Equal(["scipy", "numpy"], loop.Requirements.Select(line => line.Text));
        Assert.Equal("b.txt, line 1: `a.txt` includes itself; not read again", Assert.Single(loop.Problems));

        // Each file includes the next one twice: without a limit 2^40 files.
        LockReading doubling = LockReader.Read(LockKind.Requirements, "f0", "-r f1\n-r f1\n"u8, name => Encoding.UTF8.GetBytes($"-r f{int.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture) + 1}\n-r f{int.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture) + 1}\nx\n"), _ => null);
        Assert.InRange(doubling.Requirements.Length, 1, 500);
        Assert.Contains("at most 500 files", doubling.Problems[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_said()
    {
        Assert.Equal("line 2: expected UTF-8, found byte 0xe9; read as Latin-1", Assert.Single(LockReader.Read(LockKind.Requirements, "r.txt", "numpy\n# caf\u00e9"u8.ToArray().AsSpan()[..^2].ToArray().Append((byte)0xe9).ToArray()).Problems));
        Assert.Equal("line 1: expected a text in UTF-8, found byte 0xff", Assert.Single(LockReader.Read(LockKind.Uv, "uv.lock", [0xff, 0xfe]).Problems));
        Assert.Equal("numpy", Assert.Single(LockReader.Read(LockKind.Requirements, "r.txt", [0xff, 0xfe, .. Encoding.Unicode.GetBytes("numpy\n")]).Requirements).Text);
        Assert.Equal("numpy", Assert.Single(LockReader.Read(LockKind.Requirements, "r.txt", [0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes("numpy\n")]).Requirements).Text);
        Assert.Equal("é", Assert.Single(LockReader.Read(LockKind.Requirements, "r.txt", Encoding.Latin1.GetBytes("# coding: latin-1\n./é")).Requirements).Text[2..]);
    }

    private static LockReading Read(LockKind kind, string text) => LockReader.Read(kind, "file", Encoding.UTF8.GetBytes(text));
}
