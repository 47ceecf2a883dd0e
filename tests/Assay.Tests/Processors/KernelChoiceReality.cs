using System.Globalization;
using Assay.Binaries;
using Assay.Blas;
using Assay.Blas.Kernels;
using Assay.Primitives;
using Assay.Targets;
using Assay.Targets.Cpu;
using Assay.Tests.Fixtures;
using Assay.Tests.House;
using Assay.Tests.Reality;

namespace Assay.Tests.Processors;

/// <summary>
/// Which kernel the libraries of Debian and of wheels choose, asked of the libraries themselves on emulated processors and on this one, and predicted from their files and the processor's
/// numbers. Nothing that is predicted may be otherwise.
/// </summary>
[Trait("speed", "slow")]
public sealed class KernelChoiceReality(ITestOutputHelper output)
{
    private const string Named = "by name";

    // Models that differ in what they announce or in their numbers; AVX-512 the emulator (7.2) cannot do, so that those with it lose it.
    private static readonly string[] X86Models =
    [
        "qemu64", "kvm64", "Conroe", "Penryn", "core2duo", "Nehalem", "Westmere", "SandyBridge", "IvyBridge", "Haswell", "Broadwell", "Skylake-Client", "Skylake-Server", "Cascadelake-Server",
        "Cooperlake", "Icelake-Server", "Icelake-Server-v4", "Denverton", "Snowridge", "KnightsMill", "Opteron_G1", "Opteron_G2", "Opteron_G3", "Opteron_G4", "Opteron_G5", "EPYC", "EPYC-Rome", "EPYC-Milan", "Dhyana", "max",
    ];

    private static readonly string[] ArmModels = ["cortex-a35", "cortex-a53", "cortex-a57", "cortex-a72", "cortex-a76", "neoverse-n1", "a64fx", "max,sve=off", "max"];

    // What a target calls the processors of qemu that are named otherwise there; those of neither list go by the same name.
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal)
    {
        ["Conroe"] = "core2",
        ["core2duo"] = "core2",
        ["Skylake-Server"] = "skylake-avx512",
        ["Cascadelake-Server"] = "cascadelake",
        ["Snowridge"] = "tremont",
        ["KnightsMill"] = "knm",
        ["Icelake-Server-v4"] = "icelake-server",

        // Its first versions had the number of another processor.
        ["Icelake-Server"] = "none",
    };

    [Fact]
    public void On_x86_64()
    {
        using EmulatedRoot root = new(Architecture.X86_64);
        string program = Compiled("gcc", root);
        Agree(root, program, X86Models, least: 60, "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0", "/usr/lib/x86_64-linux-gnu/openblas-serial/libopenblas.so.0", Bundled(root, "numpy.libs", "libscipy_openblas64_-*.so"), Bundled(root, "scipy.libs", "libscipy_openblas-*.so"), "/usr/lib/x86_64-linux-gnu/blis-pthread/libblis.so.4");
    }

    [Fact]
    public void On_aarch64()
    {
        using EmulatedRoot root = new(Architecture.Arm64);
        string program = Compiled("aarch64-linux-gnu-gcc", root);
        Agree(root, program, ArmModels, least: 16, "/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0", Bundled(root, "numpy.libs", "libscipy_openblas64_-*.so"), "/usr/lib/aarch64-linux-gnu/blis-pthread/libblis.so.4");
    }

    [Fact]
    public void On_this_machine()
    {
        using EmulatedRoot root = new(Architecture.X86_64);
        string program = Compiled("gcc", root);
        string[] libraries = ["/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0", Bundled(root, "numpy.libs", "libscipy_openblas64_-*.so"), "/usr/lib/x86_64-linux-gnu/blis-pthread/libblis.so.4"];
        (int status, string text, string error) = root.Run([program, .. libraries]);
        Assert.True(status == 0, error);
        Target target = HostTarget.Detect(new HostMachine());
        output.WriteLine($"{target.Models?.Text} {target.Models?.Brand}");
        Dictionary<string, string> real = Choices(text);
        Compare("this machine", libraries.ToDictionary(path => path, path => Describe(root, path), StringComparer.Ordinal), real, target, out int unknown, out List<string> wrong);
        Assert.Empty(wrong);
        Assert.True(unknown < libraries.Length);
    }

    private static string Compiled(string compiler, EmulatedRoot root)
    {
        Shell.Run(Needs.Program(compiler), "-O1", Path.Combine(Repository.Root, "tests", "Assay.Tests", "Processors", "Programs", "kernels.c"), "-o", root.Path + "/opt/kernels", "-ldl");
        return "/opt/kernels";
    }

    private static string Bundled(EmulatedRoot root, string folder, string pattern) => Directory.GetFiles(Path.Combine(root.Site, folder), pattern).Single()[root.Path.Length..];

    private static BlasLibrary Describe(EmulatedRoot root, string path)
    {
        RootedMachine machine = new(new HostMachine(), root.Path);
        string real = machine.RealPath(path)!;
        using BinaryStore store = new(machine);
        return BlasFingerprint.Read(real, store.Get(real, out _)!.Images[0]);
    }

    private static Dictionary<string, string> Choices(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains('\t', StringComparison.Ordinal)).Select(line => line.Split('\t')).ToDictionary(halves => halves[0], halves => halves[1], StringComparer.Ordinal);

    private void Agree(EmulatedRoot root, string program, string[] models, int least, params string[] libraries)
    {
        Dictionary<string, BlasLibrary> described = libraries.ToDictionary(path => path, path => Describe(root, path), StringComparer.Ordinal);
        foreach (BlasLibrary library in described.Values) output.WriteLine($"{library.Title}: {library.Kernels.IsAtRunTime} {string.Join(' ', library.Kernels.Kernels)}");
        bool arm = root.Architecture == Architecture.Arm64;
        string emulator = arm ? "/usr/bin/qemu-aarch64-static" : "/usr/bin/qemu-x86_64-static";
        int known = 0, open = 0;
        List<string> all = [];
        foreach (EmulatedProcessor processor in EmulatedProcessor.Ask(root, models))
        {
            (int status, string text, string error) = root.Run([emulator, "-E", "LD_LIBRARY_PATH=/opt/venv/lib/python3.11/site-packages/scipy.libs:/opt/venv/lib/python3.11/site-packages/numpy.libs", "-cpu", processor.Model, program, .. libraries]);
            Assert.True(status == 0, error);
            string[] words = text.Split('\n')[0].Split(' ');
            uint number = uint.Parse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            CpuModel model = arm ? CpuModel.Parse($"0x{number >> 24:x}/0x{number >> 4 & 0xfff:x3}")!.Value : CpuModel.OfSignature(words[0], number);
            Target target = new() { Os = OperatingSystemKind.Linux, Architecture = root.Architecture, Features = processor.Features, Models = CpuModels.Of([model]) };
            Dictionary<string, string> real = Choices(text);
            Compare($"{processor.Model} ({model})", described, real, target, out int unknown, out List<string> wrong);
            open += unknown;
            known += real.Count - unknown;
            all.AddRange(wrong);

            // Named as people would name it, with what the emulator announces: its own numbers are among those of the name.
            if (NamedCpus.Find(OtherNames.GetValueOrDefault(processor.Model, processor.Model)) is not { Models: { } numbers }) continue;
            if (!numbers.All.Contains(model)) all.Add($"{processor.Model} is {model}, and the name stands for {numbers.Text}");
            Compare($"{processor.Model} {Named}", described, real, target with { Models = numbers }, out _, out wrong);
            all.AddRange(wrong);
        }

        output.WriteLine($"{known} choices are predicted, {open} are not known");
        foreach (string line in all) output.WriteLine(line);
        Assert.Empty(all);
        Assert.True(known >= least);
    }

    private void Compare(string processor, Dictionary<string, BlasLibrary> libraries, Dictionary<string, string> real, Target target, out int unknown, out List<string> wrong)
    {
        unknown = 0;
        wrong = [];
        List<string> told = [];
        foreach ((string path, BlasLibrary library) in libraries)
        {
            string name = Assert.Contains(path, (IDictionary<string, string>)real);
            string? predicted = library.Kernels.IsAtRunTime == false ? Assert.Single(library.Kernels.Kernels) : KernelPredictor.Of(library, target)?.Name;
            told.Add(predicted ?? $"unknown ({name}: {KernelPredictor.Of(library, target)?.Unknown})");
            if (predicted is null) unknown++;
            else if (predicted != name) wrong.Add($"{processor}: {library.Title} chooses {name}, predicted {predicted}");
        }

        output.WriteLine($"{processor}: {string.Join(", ", told)}");
    }
}
