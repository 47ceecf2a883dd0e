using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Loading.Instructions;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Fixtures;
using Assay.Tests.House;
using Assay.Tests.Reality;

namespace Assay.Tests.Processors;

/// <summary>
/// Modules of 32-bit Arm, compiled for old and new processors, run on an ARM1176 and a Cortex-A7 of qemu's, and are judged for both. There is no Python for them here: a small program does with a module what an
/// import does with it.
/// </summary>
[Trait("speed", "slow")]
public sealed class ArmCodeReality(ITestOutputHelper output) : IDisposable
{
    private const int Killed = 128 + 4;

    private readonly TemporaryDirectory folder = new();

    private static string Sources => Path.Combine(Repository.Root, "tests", "Assay.Tests", "Processors", "Arm32");

    public static TheoryData<string, string, string> Modules()
    {
        TheoryData<string, string, string> data = [];
        foreach (string[] words in File.ReadLines(Path.Combine(Sources, "module.c")).Where(line => line.StartsWith("//: ", StringComparison.Ordinal)).Select(line => line[4..].Split(' '))) data.Add(words[0], words[1], words[2]);
        return data;
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void What_is_said_of_a_module_is_what_becomes_of_it(string what, string options, string expected)
    {
        (string library, string program) = Compile(what, options);
        NewerArmCode? said = Judge(library, "armv6l");
        int status = RunOn("arm1176", program);
        output.WriteLine($"{what} {options}: {status}, {said}");
        Assert.Equal(expected, said is null ? "nothing" : said.Proof is null ? "open" : "dies");

        // What is open may end in any way; Thumb-2 on this processor does.
        if (expected != "open") Assert.Equal(expected == "dies" ? Killed : 0, status);

        Assert.Null(Judge(library, "armv7l"));
        Assert.Equal(0, RunOn("cortex-a7", program));
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private static NewerArmCode? Judge(string library, string architecture)
    {
        Assert.True(TargetName.TryParse("linux-" + architecture, out Target? target, out string? problem), problem);
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(File.ReadAllBytes(library)));
        return ArmCheck.For(target!)!.Of(library, Assert.IsType<ElfImage>(Assert.Single(file.Images)), "demo");
    }

    private (string Library, string Program) Compile(string what, string options)
    {
        string clang = Needs.Program("clang"), library = Path.Combine(folder.Path, "demo.so"), program = Path.Combine(folder.Path, "demo"), part = Path.Combine(folder.Path, "demo.o"), start = Path.Combine(folder.Path, "start.o");
        Needs.Program("ld.lld");
        string[] all = ["--target=arm-linux-gnueabi", "-mfloat-abi=soft", "-O1", "-w", "-fPIC", "-ffreestanding"];
        string[] own = options.Split(',');
        Shell.Run(clang, [.. all, "-march=" + own[0], .. own[1..], $"-DWHAT={what}", "-c", Path.Combine(Sources, "module.c"), "-o", part]);
        Shell.Run(clang, [.. all, "-march=armv6k", "-c", Path.Combine(Sources, "start.c"), "-o", start]);
        string linker = Needs.Program("ld.lld");
        Shell.Run(linker, "-shared", part, "-o", library);
        Shell.Run(linker, "-static", start, part, "-o", program);
        return (library, program);
    }

    private static int RunOn(string processor, string program) => ChildProcess.Run("/bin/sh", ["-c", "ulimit -c 0; exec \"$@\"", "sh", Needs.Program("qemu-arm-static"), "-cpu", processor, program]).ExitCode;
}
