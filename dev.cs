#!/usr/bin/env -S dotnet run
#:property PublishAot=false
#:property GenerateDocumentationFile=false
#:property NoWarn=$(NoWarn);CS1591;EnableGenerateDocumentationFile

// The only script of the repository: `dotnet run dev.cs -- TASK`. Continuous integration calls nothing else.
// A task is one line of the table below and one method; every program a task starts is printed first.

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

string root = Path.GetDirectoryName(ThisFile())!;
Environment.CurrentDirectory = root;
string corpus = Environment.GetEnvironmentVariable("ASSAY_CORPUS") ?? Path.GetFullPath(Path.Combine(root, "..", "shared", "corpus"));

(string Name, string Help, Func<string[], int> Run)[] tasks =
[
    ("build", "compile everything; warnings are errors", rest => Start("dotnet", ["build", "Assay.slnx", "-v", "quiet", "--nologo", .. rest])),
    ("test", "the plain suite, which needs nothing but the SDK (--all: the slow tests too; the rest goes to the test program)", rest => Test(rest)),
    ("check", "what every change must pass: format and house tests", Check),
    ("bless", "rewrite the expected texts from what the code does now; then read the diff", rest => Bless(rest)),
    ("docs", "rewrite the generated documents only", _ => Bless(["--filter-class", "Assay.Tests.Rules.RuleCatalogTests"])),
    ("new-rule", "FOLDER/Name: the skeleton of a rule and of its page, with the next free code", NewRule),
    ("publish", "the program at artifacts/assay/assay, native where the compiler for it can be restored (--arm64: for linux-arm64, at artifacts/assay-arm64/assay)", Publish),
    ("assets", "real environments for the slow tests, in artifacts/assets", Assets),
    ("oracle", "every test, the slow ones too, and a missing referee (corpus, interpreter, compiler) is a failure", rest => Test(["--all", .. rest], insist: true)),
    ("lab", "predictions beside reality: broken environments by the hundred (--sample N, --family NAME, --case ID)", rest => Start("dotnet", ["run", "-c", "Release", "--project", "lab/Assay.Lab", "--", .. rest])),
    ("bench", "whole-process times beside the import, ldd and libtree (--readers: the readers alone, by BenchmarkDotNet; --distributions: what 200 installed distributions add; --code FILE... --arm64 FILE: all code of large libraries, beside Capstone and memory)", Bench),
];

foreach ((string name, _, Func<string[], int> run) in tasks)
    if (args.Length > 0 && args[0] == name)
        return run(args[1..]);

Console.Error.WriteLine("usage: dotnet run dev.cs -- TASK [ARGUMENTS]");
foreach ((string name, string help, _) in tasks) Console.Error.WriteLine($"  {name,-9} {help}");
return 2;

// --- tests ---------------------------------------------------------------------------------------------------------------

int Test(string[] rest, bool insist = false)
{
    bool all = rest.Contains("--all");
    List<string> arguments = [.. rest.Where(argument => argument != "--all")];
    if (!all && !arguments.Any(argument => argument.StartsWith("--filter", StringComparison.Ordinal))) arguments.AddRange(["--filter-not-trait", "speed=slow"]);
    return RunTests(arguments, insist ? ("ASSAY_INSIST", "1") : null);
}

int Bless(string[] rest)
{
    // Every test that compares with a committed text writes it instead when this variable is set.
    int status = RunTests([.. rest.Length > 0 ? rest : ["--filter-not-trait", "speed=slow"]], ("ASSAY_BLESS", "1"));
    Start("git", ["status", "--short"]);
    return status;
}

int RunTests(IEnumerable<string> arguments, (string Name, string Value)? variable = null)
{
    if (Start("dotnet", ["build", "tests/Assay.Tests", "-v", "quiet", "--nologo"]) != 0) return 1;
    int? passed = null, failed = null, skipped = null;

    // Under CI=true the test platform colours its summary even into a pipe; the counts are read from there.
    int status = Start("dotnet", ["run", "--project", "tests/Assay.Tests", "--no-build", "--", "--ansi", "off", .. arguments], variable, line =>
    {
        // The summary of Microsoft.Testing.Platform, one count per line.
        Match count = Regex.Match(line, @"^\s*(failed|succeeded|skipped): (\d+)\s*$");
        if (!count.Success) return;
        int number = int.Parse(count.Groups[2].Value);
        if (count.Groups[1].Value == "failed") failed = number;
        else if (count.Groups[1].Value == "succeeded") passed = number;
        else skipped = number;
    });
    if (passed is null || failed is null || skipped is null)
    {
        Console.Error.WriteLine("the test program ended without a summary");
        return 1;
    }

    Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
    return status;
}

int Check(string[] rest)
{
    // Style rules are part of the build (EnforceCodeStyleInBuild); what is left is white space, which needs no compilation.
    if (Start("dotnet", ["format", "whitespace", ".", "--folder", "--verify-no-changes", "--exclude", "artifacts", "--verbosity", "quiet"]) != 0)
    {
        Console.Error.WriteLine("format differs; `dotnet format whitespace . --folder --exclude artifacts` puts it right");
        return 1;
    }

    return RunTests(["--filter-namespace", "Assay.Tests.House", .. rest]);
}

// --- the program -----------------------------------------------------------------------------------------------------------

int Publish(string[] rest)
{
    bool arm = rest.Contains("--arm64");
    string destination = Path.Combine(root, "artifacts", arm ? "assay-arm64" : "assay");
    string runtime = arm ? "linux-arm64" : RuntimeInformation.RuntimeIdentifier;
    string suffix = OperatingSystem.IsWindows() ? ".exe" : "";
    string linker = Find("clang") is null && Find("gcc") is not null ? "-p:CppCompilerAndLinker=gcc" : "-p:AssayLinker=default";

    // The feed may lack the native pack of the default framework and have that of the one before; the third try needs no pack.
    string[][] attempts =
    [
        ["-r", runtime, "-p:PublishAot=true", linker],
        ["-r", runtime, "-p:PublishAot=true", linker, "-p:AssayFramework=net9.0"],
        ["-p:UseAppHost=true"],
    ];
    for (int attempt = rest.Contains("--managed") ? 2 : 0; attempt < (arm ? 2 : attempts.Length); attempt++)
    {
        string scratch = Path.Combine(root, "artifacts", $"publish-{attempt}{(arm ? "-arm64" : "")}");
        string output = Path.Combine(scratch, "out");
        if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
        List<string> log = [];
        int status = Start("dotnet", ["publish", "src/Assay.Cli", "-c", "Release", "-v", "quiet", "--nologo", $"-p:ArtifactsPath={scratch}/", "-o", output, .. attempts[attempt]], null, log.Add, echo: false);
        if (status != 0)
        {
            Console.Error.WriteLine($"  not this way: {log.FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? "no reason given"}");
            continue;
        }

        File.Move(Path.Combine(output, "Assay.Cli" + suffix), Path.Combine(output, "assay" + suffix));
        foreach (string symbols in Directory.EnumerateFiles(output).Where(file => Path.GetExtension(file) is ".dbg" or ".pdb" or ".xml")) File.Delete(symbols);
        if (Directory.Exists(destination)) Directory.Delete(destination, recursive: true);
        Directory.Move(output, destination);
        string program = Path.Combine(destination, "assay" + suffix);
        Console.WriteLine($"{Path.GetRelativePath(root, program)}: {(attempt < 2 ? "native" : "framework-dependent")}, {new FileInfo(program).Length / 1024.0 / 1024.0:0.0} MB");
        return 0;
    }

    return 1;
}

int Bench(string[] rest)
{
    if (rest.Contains("--readers") || rest.Contains("--code")) return Start("dotnet", ["run", "-c", "Release", "--project", "bench/Assay.Benchmarks", "--", .. rest.Where(argument => argument != "--readers")]);
    if (Publish([]) != 0 || Start("dotnet", ["build", "src/Assay.Cli", "-c", "Release", "-v", "quiet", "--nologo"]) != 0) return 1;
    return Start("dotnet", ["run", "-c", "Release", "--project", "bench/Assay.Benchmarks", "--", rest.Contains("--distributions") ? "--distributions" : "--whole-process", .. rest.Where(argument => argument != "--distributions")]);
}

// --- what the slow tests need ------------------------------------------------------------------------------------------------

int Assets(string[] rest)
{
    // The same place everywhere in the repository's tools; a machine that has the assets elsewhere says so.
    string assets = Environment.GetEnvironmentVariable("ASSAY_ASSETS") ?? Path.Combine(root, "artifacts", "assets");
    Directory.CreateDirectory(assets);
    int status = 0;
    string wheels = Path.Combine(corpus, "wheels");
    if (!Directory.Exists(wheels)) Console.Error.WriteLine($"no wheels at {wheels}: no venvs are made");
    else
    {
        Make("venv", path => Start("/usr/bin/python3", ["-m", "venv", path]) == 0
            && Start(Path.Combine(path, "bin", "pip"), ["install", "--quiet", "--no-index", "--find-links", wheels, "scikit-learn", "lightgbm", "markupsafe", "cffi"]) == 0);

        // Site directories alone: the laboratory puts them into a root, and the interpreter of that root runs them.
        Make("site-arm64", path => Unpack(path, "manylinux_2_28_aarch64", "numpy==2.4.6", "markupsafe==3.0.4"));
        Make("site-arm64-learn", path => Unpack(path, "manylinux_2_28_aarch64", "scikit-learn==1.9.1", "joblib", "threadpoolctl", "narwhals"));
        Make("site-numpy1", path => Unpack(path, "manylinux_2_17_x86_64", "Bottleneck==1.3.7"));
        Make("site-musl", path => Unpack(path, "musllinux_1_2_x86_64", "psycopg2-binary==2.9.13", "markupsafe==3.0.4") && Unpack(path, "musllinux_1_1_x86_64", "Bottleneck==1.3.7"));
    }

    if (Find("mmdebstrap") is null) Console.Error.WriteLine("no mmdebstrap: no root directories are made");
    else
    {
        string[] science = ["python3-sklearn", "python3-pandas", "python3-matplotlib", "python3-lxml", "python3-pil", "python3-h5py", "python3-markupsafe", "libc-bin"];
        string[] algebra = ["libopenblas0-openmp", "libopenblas0-serial", "libblis4-pthread", "libblis4-openmp", "libblis4-serial", "libatlas3-base", "libblas3", "liblapack3"];
        Make("amd64", path => DebianRoot(path, "bookworm", "amd64", [.. science, .. algebra]));
        Make("arm64", path => DebianRoot(path, "bookworm", "arm64", [.. science, .. algebra]));
        Make("trixie", path => DebianRoot(path, "trixie", "amd64", ["python3-numpy", "python3-lxml", "python3-pil", "python3-markupsafe", "libc-bin"]));
    }

    return status;

    bool Unpack(string path, string platform, params string[] requirements) => Start(Path.Combine(assets, "venv", "bin", "pip"),
        ["install", "--quiet", "--no-index", "--find-links", wheels, "--no-deps", "--only-binary=:all:", "--platform", platform, "--python-version", "3.11", "--target", path, .. requirements]) == 0;

    void Make(string name, Func<string, bool> make)
    {
        string path = Path.Combine(assets, name);
        if (File.Exists(path + ".complete")) return;
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        if (make(path)) File.WriteAllText(path + ".complete", "");
        else status = 1;
    }
}

bool DebianRoot(string directory, string suite, string architecture, string[] packages)
{
    if (Start("mmdebstrap", ["--quiet", "--variant=extract", $"--arch={architecture}", $"--include={string.Join(',', packages)}", suite, directory]) != 0) return false;

    // What the packages' own scripts would have done: the merged /usr of newer releases and the alternatives of BLAS and LAPACK.
    foreach (string name in new[] { "bin", "sbin", "lib", "lib64" })
        if (!Path.Exists(Path.Combine(directory, name)) && Directory.Exists(Path.Combine(directory, "usr", name))) File.CreateSymbolicLink(Path.Combine(directory, name), "usr/" + name);
    Directory.CreateDirectory(Path.Combine(directory, "etc/alternatives"));
    foreach (string libraries in Directory.EnumerateDirectories(Path.Combine(directory, "usr/lib"), "*-linux-gnu"))
        foreach (string library in new[] { "libblas.so.3", "liblapack.so.3", "libopenblas.so.0", "libblis.so.4" })
        {
            string triple = Path.GetFileName(libraries);
            string? provider = new[] { "openblas-pthread", "blas", "lapack", "blis-pthread" }.FirstOrDefault(folder => File.Exists(Path.Combine(libraries, folder, library)));
            if (provider is null || Path.Exists(Path.Combine(libraries, library))) continue;
            File.CreateSymbolicLink(Path.Combine(directory, "etc/alternatives", $"{library}-{triple}"), $"/usr/lib/{triple}/{provider}/{library}");
            File.CreateSymbolicLink(Path.Combine(libraries, library), $"/etc/alternatives/{library}-{triple}");
        }

    // The loader's cache, and the emulator that lets the laboratory run the programs in there (as a changed root, where nothing else is seen).
    string emulator = architecture == "arm64" ? "qemu-aarch64-static" : "qemu-x86_64-static";
    if (Find(emulator) is { } found) File.Copy(found, Path.Combine(directory, "usr/bin", emulator));
    return architecture == "arm64"
        ? Find(emulator) is null || Start("unshare", [$"--root={directory}", "--wd=/", "/usr/bin/" + emulator, "/sbin/ldconfig"]) == 0
        : Start("/sbin/ldconfig", ["-r", directory]) == 0;
}

// --- a new rule --------------------------------------------------------------------------------------------------------------

int NewRule(string[] rest)
{
    string[] areas = ["Files", "Loading", "Platforms", "Abi", "Blas", "Packaging", "Importing"];
    string[] words = rest is [string word] ? word.Split('/') : [];
    if (words is not [string area, string name] || !areas.Contains(area) || !Regex.IsMatch(name, "^[A-Z][A-Za-z0-9]+$"))
    {
        Console.Error.WriteLine($"usage: dotnet run dev.cs -- new-rule FOLDER/Name, where FOLDER is one of {string.Join(", ", areas)} and Name is the bad thing, such as MissingLibrary");
        return 2;
    }

    // The catalogue gives the next free code of the area; a retired code stays in it, so none is given twice.
    string catalogPath = Path.Combine("src", "Assay", "Rules", "RuleCatalog.cs");
    List<string> catalog = [.. File.ReadAllLines(catalogPath)];
    int last = catalog.FindLastIndex(line => Regex.IsMatch(line, @"^\s+new \w+\(\), // A" + Array.IndexOf(areas, area) + @"\d\d$"));
    if (last < 0)
    {
        Console.Error.WriteLine($"no rule of {area} in {catalogPath}");
        return 1;
    }

    string code = $"A{int.Parse(catalog[last][^3..]) + 1:000}";
    string kebab = Regex.Replace(name, "(?<!^)[A-Z]", "-$0").ToLowerInvariant();
    catalog.Insert(last + 1, $"        new {name}(), // {code}");
    File.WriteAllLines(catalogPath, catalog);
    string stem = Path.Combine("src", "Assay", "Rules", area, name);
    File.WriteAllText(stem + ".cs", $$"""
        using System.Collections.Immutable;
        using Assay.Diagnostics;

        namespace Assay.Rules;

        /// <summary>What is wrong, in one sentence.</summary>
        public sealed class {{name}} : CauseRule
        {
            /// <inheritdoc/>
            public override RuleInfo Info { get; } = new("{{code}}", "{{kebab}}", nameof({{name}}), "what is wrong, in one sentence without a full stop");

            /// <inheritdoc/>
            public override ImmutableArray<string> Sources { get; } = ["https://example.org/where-the-knowledge-comes-from"];

            /// <inheritdoc/>
            public override Finding? Explain(FailedImport failed, RuleContext context) => null;
        }

        """);
    File.WriteAllText(stem + ".md", $$"""
        # {{kebab}} ({{code}})

        What is wrong, in one sentence.

        ## Why it breaks

        ## Example

        ```target base=debian12
        import demo
        installed demo 1.0
        ```

        ```file path=demo/__init__.py
        from demo import _core
        ```

        ```output
        ```

        ## When Assay stays silent

        ## How to fix

        ## Sources

        """);
    Console.WriteLine($"{code}: {stem}.cs, {stem}.md, and a line in {catalogPath}");
    Console.WriteLine("next: describe the broken environment in the page, fill in Explain, then `dotnet run dev.cs -- bless`");
    return 0;
}

// --- helpers -------------------------------------------------------------------------------------------------------------

static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
    .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
    .Select(directory => Path.Combine(directory, program))
    .FirstOrDefault(File.Exists);

static int Start(string program, IEnumerable<string> arguments, (string Name, string Value)? variable = null, Action<string>? line = null, bool echo = true)
{
    ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = line is not null };
    if (variable is { } set) start.Environment[set.Name] = set.Value;
    Console.Error.WriteLine($"$ {program} {string.Join(' ', start.ArgumentList)}");
    using Process process = Process.Start(start)!;
    if (line is not null)
        while (process.StandardOutput.ReadLine() is { } text)
        {
            if (echo) Console.WriteLine(text);
            line(text);
        }

    process.WaitForExit();
    return process.ExitCode;
}

static string ThisFile([CallerFilePath] string path = "") => path;
