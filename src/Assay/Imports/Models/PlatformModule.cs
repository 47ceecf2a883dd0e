using Assay.Imports.Values;
using Assay.Imports.Walking;
using Assay.Targets;

namespace Assay.Imports.Models;

/// <summary><c>platform</c> and <c>os.uname</c> of the target.</summary>
internal static class PlatformModule
{
    /// <summary>The functions of <c>platform</c>.</summary>
    public static IReadOnlyDictionary<string, Func<Interpreter, Arguments, Value>> Functions { get; } = new Dictionary<string, Func<Interpreter, Arguments, Value>>(StringComparer.Ordinal)
    {
        ["system"] = (walk, _) => System(walk),
        ["machine"] = (walk, _) => Machine(walk),
        ["processor"] = (walk, _) => Processor(walk),
        ["node"] = (_, _) => UnknownValue.Instance,
        ["release"] = (walk, _) => Release(walk),
        ["version"] = (walk, _) => KernelVersion(walk),
        ["uname"] = (walk, _) => Uname(walk, ["system", "node", "release", "version", "machine"]),
        ["platform"] = (walk, _) => walk.Context.Os == OperatingSystemKind.MacOs
            ? new StringValue("macOS-", isApproximate: true) { Lacks = ["Linux", "linux", "Windows", "windows"] }
            : new StringValue("platform", isApproximate: true),
        ["python_implementation"] = (walk, _) => new StringValue(walk.Context.Environment.Implementation == "pypy" ? "PyPy" : "CPython"),
        ["python_version"] = (walk, _) => walk.Context.Environment.Version.Micro is null ? UnknownValue.Instance : new StringValue(walk.Context.Environment.Version.ToString()),
        ["python_version_tuple"] = (walk, _) => walk.Context.Environment.Version.Micro is null
            ? UnknownValue.Instance
            : new TupleValue([.. walk.Context.Environment.Version.ToString().Split('.').Select(part => new StringValue(part))]),
        ["architecture"] = (walk, _) => new TupleValue([new StringValue(walk.Context.Target.Architecture is Architecture.X86 or Architecture.Arm ? "32bit" : "64bit"), Linkage(walk)]),
        ["libc_ver"] = (walk, _) => walk.Context.Target is { Libc: LibcKind.Glibc, LibcVersion: { } version } ? new TupleValue([new StringValue("glibc"), new StringValue(version.ToString())]) : UnknownValue.Instance,
        ["mac_ver"] = (walk, _) => new TupleValue([MacVersion(walk), new TupleValue([StringValue.Empty, StringValue.Empty, StringValue.Empty]), walk.Context.Os == OperatingSystemKind.MacOs ? Machine(walk) : StringValue.Empty]),
        ["win32_ver"] = (walk, _) => walk.Context.Os == OperatingSystemKind.Windows ? UnknownValue.Instance : new TupleValue([StringValue.Empty, StringValue.Empty, StringValue.Empty, StringValue.Empty]),
    };

    private static Value System(Interpreter walk) => walk.Context.Os switch
    {
        OperatingSystemKind.Linux => new StringValue("Linux"),
        OperatingSystemKind.MacOs => new StringValue("Darwin"),
        OperatingSystemKind.Windows => new StringValue("Windows"),
        _ => UnknownValue.Instance,
    };

    private static Value Machine(Interpreter walk)
    {
        Architecture architecture = walk.Context.Target.Architecture;
        if (architecture == Architecture.Unknown) return UnknownValue.Instance;
        return new StringValue((architecture, walk.Context.Os) switch
        {
            (Architecture.X86_64, OperatingSystemKind.Windows) => "AMD64",
            (Architecture.Arm64, OperatingSystemKind.Windows) => "ARM64",
            (Architecture.Arm64 or Architecture.Arm64E, OperatingSystemKind.MacOs) => "arm64",
            _ => TargetName.ArchitectureName(architecture, walk.Context.Os),
        });
    }

    // What `uname -p` prints.
    private static Value Processor(Interpreter walk) => (walk.Context.Os, walk.Context.Target.Architecture) switch
    {
        (OperatingSystemKind.MacOs, Architecture.Arm64 or Architecture.Arm64E) => new StringValue("arm"),
        (OperatingSystemKind.MacOs, Architecture.X86_64) => new StringValue("i386"),
        _ => UnknownValue.Instance,
    };

    // `file` says Mach-O of every program of macOS; platform passes that on from 3.13 on, and up to 3.11 it did not.
    private static Value Linkage(Interpreter walk) => walk.Context.Os switch
    {
        OperatingSystemKind.Windows => new StringValue("WindowsPE"),
        OperatingSystemKind.MacOs => walk.Context.Environment.Version.Minor switch { <= 11 => StringValue.Empty, >= 13 => new StringValue("Mach-O"), _ => UnknownValue.Instance },
        _ => new StringValue("ELF"),
    };

    // Darwin counts on from 20 for macOS 11; macOS 26 follows 15.
    private static StringValue Release(Interpreter walk) => walk.Context.Os != OperatingSystemKind.MacOs
        ? new StringValue("6.1.0", isApproximate: true)
        : new StringValue(walk.Context.Target.OsVersion is { Major: >= 11 } version ? $"{(version.Major >= 26 ? version.Major - 1 : version.Major + 9)}.0.0" : "24.0.0", isApproximate: true);

    private static StringValue KernelVersion(Interpreter walk) =>
        new(walk.Context.Os == OperatingSystemKind.MacOs ? "Darwin Kernel Version " : "#1 SMP", isApproximate: true) { Lacks = walk.Context.Os == OperatingSystemKind.MacOs ? ["SMP", "Ubuntu", "Microsoft", "microsoft"] : null };

    // A target names a release, not its last digit; and programs built with the SDK of 10.15 or older are told 10.16 (SYSTEM_VERSION_COMPAT).
    private static Value MacVersion(Interpreter walk) => walk.Context switch
    {
        { Os: not OperatingSystemKind.MacOs } => StringValue.Empty,
        { Target: { OsVersion: { } version, Architecture: Architecture.Arm64 or Architecture.Arm64E } } => new StringValue(version.ToString(), isApproximate: true),
        _ => UnknownValue.Instance,
    };

    /// <summary><c>os.uname()</c> and <c>platform.uname()</c>.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="names">The names of the fields.</param>
    public static TupleValue Uname(Interpreter walk, string[] names) =>
        new([System(walk), UnknownValue.Instance, Release(walk), KernelVersion(walk), Machine(walk)], names);
}
