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
        ["processor"] = (_, _) => UnknownValue.Instance,
        ["node"] = (_, _) => UnknownValue.Instance,
        ["release"] = (_, _) => new StringValue("6.1.0", isApproximate: true),
        ["version"] = (_, _) => new StringValue("#1 SMP", isApproximate: true),
        ["uname"] = (walk, _) => Uname(walk, ["system", "node", "release", "version", "machine"]),
        ["platform"] = (_, _) => new StringValue("platform", isApproximate: true),
        ["python_implementation"] = (walk, _) => new StringValue(walk.Context.Environment.Implementation == "pypy" ? "PyPy" : "CPython"),
        ["python_version"] = (walk, _) => walk.Context.Environment.Version.Micro is null ? UnknownValue.Instance : new StringValue(walk.Context.Environment.Version.ToString()),
        ["python_version_tuple"] = (walk, _) => walk.Context.Environment.Version.Micro is null
            ? UnknownValue.Instance
            : new TupleValue([.. walk.Context.Environment.Version.ToString().Split('.').Select(part => new StringValue(part))]),
        ["architecture"] = (walk, _) => new TupleValue([new StringValue(walk.Context.Target.Architecture is Architecture.X86 or Architecture.Arm ? "32bit" : "64bit"), new StringValue(walk.Context.Os == OperatingSystemKind.Windows ? "WindowsPE" : walk.Context.Os == OperatingSystemKind.MacOs ? "" : "ELF")]),
        ["libc_ver"] = (walk, _) => walk.Context.Target is { Libc: LibcKind.Glibc, LibcVersion: { } version } ? new TupleValue([new StringValue("glibc"), new StringValue(version.ToString())]) : UnknownValue.Instance,
        ["mac_ver"] = (walk, _) => walk.Context.Os == OperatingSystemKind.MacOs ? UnknownValue.Instance : new TupleValue([StringValue.Empty, new TupleValue([StringValue.Empty, StringValue.Empty, StringValue.Empty]), StringValue.Empty]),
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

    /// <summary><c>os.uname()</c> and <c>platform.uname()</c>.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="names">The names of the fields.</param>
    public static TupleValue Uname(Interpreter walk, string[] names) =>
        new([System(walk), UnknownValue.Instance, new StringValue("6.1.0", isApproximate: true), new StringValue("#1 SMP", isApproximate: true), Machine(walk)], names);
}
