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
    ("docs", "rewrite the generated documents only", _ => Bless(["--filter-class", "Assay.Tests.House.CatalogTests"])),
    ("new-rule", "FOLDER/Name: the skeleton of a rule and of its page, with the next free code", NewRule),
    ("publish", "the program at artifacts/assay/assay, native where the compiler for it can be restored", Publish),
    ("assets", "real environments for the slow tests, in artifacts/assets", Assets),
    ("oracle", "only the slow tests: our answers beside those of the real interpreter, loader and readelf", rest => Test(["--filter-trait", "speed=slow", .. rest], insist: true)),
    ("bench", "whole-process times beside the import, ldd and libtree (--readers: the readers alone, by BenchmarkDotNet)", Bench),
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
    int status = Start("dotnet", ["run", "--project", "tests/Assay.Tests", "--no-build", "--", .. arguments], variable, line =>
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
    string destination = Path.Combine(root, "artifacts", "assay");
    string runtime = RuntimeInformation.RuntimeIdentifier;
    string suffix = OperatingSystem.IsWindows() ? ".exe" : "";
    string linker = Find("clang") is null && Find("gcc") is not null ? "-p:CppCompilerAndLinker=gcc" : "-p:AssayLinker=default";

    // The feed may lack the native pack of the default framework and have that of the one before; the third try needs no pack.
    string[][] attempts =
    [
        ["-r", runtime, "-p:PublishAot=true", linker],
        ["-r", runtime, "-p:PublishAot=true", linker, "-p:AssayFramework=net9.0"],
        ["-p:UseAppHost=true"],
    ];
    for (int attempt = rest.Contains("--managed") ? 2 : 0; attempt < attempts.Length; attempt++)
    {
        string scratch = Path.Combine(root, "artifacts", $"publish-{attempt}");
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
    if (rest.Contains("--readers")) return Start("dotnet", ["run", "-c", "Release", "--project", "bench/Assay.Benchmarks", "--", .. rest.Where(argument => argument != "--readers")]);
    if (Publish([]) != 0) return 1;
    return Start("dotnet", ["run", "-c", "Release", "--project", "bench/Assay.Benchmarks", "--", "--whole-process", .. rest]);
}

// --- what the slow tests need ------------------------------------------------------------------------------------------------

int Assets(string[] rest)
{
    string assets = Path.Combine(root, "artifacts", "assets");
    Directory.CreateDirectory(assets);
    string environment = Path.Combine(assets, "venv");
    string wheels = Path.Combine(corpus, "wheels");
    if (!Directory.Exists(wheels)) Console.Error.WriteLine($"no wheels at {wheels}: no venv is made");
    else if (!File.Exists(Path.Combine(environment, "complete")))
    {
        if (Directory.Exists(environment)) Directory.Delete(environment, recursive: true);
        if (Start("/usr/bin/python3", ["-m", "venv", environment]) != 0) return 1;
        if (Start(Path.Combine(environment, "bin", "pip"), ["install", "--quiet", "--no-index", "--find-links", wheels, "scikit-learn", "lightgbm", "markupsafe", "cffi"]) != 0) return 1;
        File.WriteAllText(Path.Combine(environment, "complete"), "");
    }

    // Whole Debian systems as files, unpacked and not configured. The arm64 one is only read, so no emulator is needed.
    string[] science = ["python3-sklearn", "python3-pandas", "python3-matplotlib"];
    return DebianRoot(Path.Combine(assets, "amd64"), "bookworm", "amd64", science) && DebianRoot(Path.Combine(assets, "arm64"), "bookworm", "arm64", science)
        && DebianRoot(Path.Combine(assets, "trixie"), "trixie", "amd64", ["python3-numpy"]) ? 0 : 1;
}

bool DebianRoot(string directory, string suite, string architecture, string[] packages)
{
    if (Find("mmdebstrap") is null)
    {
        Console.Error.WriteLine($"no mmdebstrap: {Path.GetFileName(directory)} is not made");
        return true;
    }

    if (File.Exists(directory + ".complete")) return true;
    if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    if (Start("mmdebstrap", ["--quiet", "--variant=extract", $"--arch={architecture}", $"--include={string.Join(',', packages)}", suite, directory]) != 0) return false;

    // What the packages' own scripts would have done: the merged /usr of newer releases and the alternatives of BLAS and LAPACK.
    foreach (string name in new[] { "bin", "sbin", "lib", "lib64" })
        if (!Path.Exists(Path.Combine(directory, name)) && Directory.Exists(Path.Combine(directory, "usr", name))) File.CreateSymbolicLink(Path.Combine(directory, name), "usr/" + name);
    Directory.CreateDirectory(Path.Combine(directory, "etc/alternatives"));
    foreach (string libraries in Directory.EnumerateDirectories(Path.Combine(directory, "usr/lib"), "*-linux-gnu"))
        foreach (string library in new[] { "libblas.so.3", "liblapack.so.3", "libopenblas.so.0" })
        {
            string triple = Path.GetFileName(libraries);
            string? provider = new[] { "openblas-pthread", "blas", "lapack" }.FirstOrDefault(folder => File.Exists(Path.Combine(libraries, folder, library)));
            if (provider is null || Path.Exists(Path.Combine(libraries, library))) continue;
            File.CreateSymbolicLink(Path.Combine(directory, "etc/alternatives", $"{library}-{triple}"), $"/usr/lib/{triple}/{provider}/{library}");
            File.CreateSymbolicLink(Path.Combine(libraries, library), $"/etc/alternatives/{library}-{triple}");
        }

    File.WriteAllText(directory + ".complete", "");
    return true;
}

// --- a new rule --------------------------------------------------------------------------------------------------------------

int NewRule(string[] rest)
{
    Console.Error.WriteLine("not yet");
    return 2;
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
