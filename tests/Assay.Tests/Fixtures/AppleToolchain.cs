using System.Globalization;
using System.Text;

namespace Assay.Tests.Fixtures;

/// <summary>Makes real Mach-O files on Linux: clang compiles for Apple's systems, LLVM's ld64 links and signs, and the stub of libSystem is written by hand.</summary>
internal sealed class AppleToolchain : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private int made;

    /// <summary>The processor: <c>arm64</c> or <c>x86_64</c>.</summary>
    public string Architecture { get; init; } = "arm64";

    /// <summary>The system the files are for, as the linker calls it: <c>macos</c>, <c>ios-simulator</c>.</summary>
    public string Platform { get; init; } = "macos";

    /// <summary>The oldest system the files are for.</summary>
    public string MinimumOs { get; init; } = "11.0";

    /// <summary>The SDK that the files say they were linked with.</summary>
    public string Sdk { get; init; } = "14.0";

    /// <summary>Symbols of libSystem that files may use.</summary>
    public string[] SystemSymbols { get; init; } = ["_malloc", "_free", "_printf", "_puts", "dyld_stub_binder"];

    /// <summary>A bundle, which is what most extension modules are.</summary>
    /// <param name="source">Its C source.</param>
    /// <param name="arguments">More arguments for the linker: other files, <c>-rpath</c>, ...</param>
    public byte[] Bundle(string source, params string[] arguments) => Link(source, ["-bundle", .. arguments]);

    /// <summary>A dylib.</summary>
    /// <param name="installName">What it calls itself.</param>
    /// <param name="source">Its C source.</param>
    /// <param name="arguments">More arguments for the linker.</param>
    public byte[] Dylib(string installName, string source, params string[] arguments) => Link(source, ["-dylib", "-install_name", installName, .. arguments]);

    /// <summary>Keeps bytes as a file that later links can use.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">The bytes.</param>
    public string Keep(string name, byte[] content)
    {
        string path = Path.Combine(directory.Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A stub of a library that is not at hand, to link against.</summary>
    /// <param name="installName">What it calls itself.</param>
    /// <param name="symbols">What it offers.</param>
    public string Stub(string installName, params string[] symbols)
    {
        string path = Path.Combine(directory.Path, $"stub{++made}.tbd");
        StringBuilder text = new();
        text.Append("--- !tapi-tbd\ntbd-version: 4\ntargets: [ x86_64-macos, arm64-macos ]\n");
        text.Append(CultureInfo.InvariantCulture, $"install-name: '{installName}'\nexports:\n  - targets: [ x86_64-macos, arm64-macos ]\n    symbols: [ {string.Join(", ", symbols.Select(symbol => $"'{symbol}'"))} ]\n...\n");
        File.WriteAllText(path, text.ToString());
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();

    private byte[] Link(string source, string[] arguments)
    {
        string file = Path.Combine(directory.Path, $"source{++made}.c");
        File.WriteAllText(file, source);
        return LinkFile(file, arguments);
    }

    private byte[] LinkFile(string source, string[] arguments)
    {
        string stem = Path.Combine(directory.Path, $"made{++made}");
        Run(Needs.Program("clang"), ["-target", Platform == "macos" ? $"{Architecture}-apple-macos{MinimumOs}" : $"{Architecture}-apple-ios{MinimumOs}-simulator", "-fno-stack-protector", "-O1", "-c", source, "-o", stem + ".o"]);

        // The stub is one of macOS: a file for another system is linked without.
        string[] system = Platform == "macos" ? [Stub("/usr/lib/libSystem.B.dylib", SystemSymbols)] : [];
        Run(Linker(), ["-arch", Architecture, "-platform_version", Platform, MinimumOs, Sdk, "-undefined", "dynamic_lookup", .. arguments, stem + ".o", .. system, "-o", stem]);
        return File.ReadAllBytes(stem);
    }

    private void Run(string program, string[] arguments)
    {
        (int status, string output, string error) = ChildProcess.Run(program, arguments, directory: directory.Path);
        Assert.True(status == 0, $"{program} {string.Join(' ', arguments)}\n{output}{error}");
    }

    private static string Linker()
    {
        string[] names = ["ld64.lld", .. Enumerable.Range(14, 12).Select(version => $"ld64.lld-{version}")];
        string? found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? (Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "llvm-*").Select(folder => Path.Combine(folder, "bin", "ld64.lld")).FirstOrDefault(File.Exists) : null);
        Needs.Require(found is not null, "no ld64.lld");
        return found!;
    }
}
