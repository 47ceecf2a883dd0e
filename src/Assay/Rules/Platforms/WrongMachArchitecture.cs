using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>On macOS: an extension or library for the other processor family.</summary>
public sealed class WrongMachArchitecture : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A201", "wrong-mach-architecture", nameof(WrongMachArchitecture), "a macOS binary has no code for the architecture that Python runs as");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/apple-oss-distributions/dyld (mach_o/Architecture.cpp)",
        "https://developer.apple.com/documentation/apple-silicon/about-the-rosetta-translation-environment",
        "https://github.com/numpy/numpy/issues/21055",
        "https://github.com/numpy/numpy/issues/22434",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.WrongArchitecture } load || context.Target.Os != OperatingSystemKind.MacOs) return null;
        string file = load.Culprit ?? load.Opened;
        string have = PlatformWords.List(failed.Culprit, OperatingSystemKind.MacOs);
        string need = PlatformWords.Of(context.Target.Architecture, OperatingSystemKind.MacOs);
        return Cause(failed, $"`{ModuleOrFile(load, file)}` is built for {have}, this Python is {need}", file) with { Remedies = Cure(context, file) };
    }

    private static string ModuleOrFile(LoadFailure load, string file) =>
        load.Module is { } module && file == load.Opened ? module[(module.LastIndexOf('.') + 1)..] : PosixPath.Name(file);

    private static ImmutableArray<Remedy> Cure(RuleContext context, string file)
    {
        bool native = context.Target.Architecture is Architecture.Arm64 or Architecture.Arm64E;
        bool isConda = context.Environment.Kind == EnvironmentKind.Conda;
        ImmutableArray<Remedy> own = ReinstallOwner(context, file);
        if (native)
            return isConda ? [new Remedy.Recreate("the packages were installed for x86_64"), .. own] : [.. own, new Remedy.Recreate("the packages were installed by an x86_64 Python")];
        return context.Environment.Architectures.Contains(Architecture.Arm64)
            ? [new Remedy.Advise("start the program that starts Python natively: in Finder's Get Info, switch off `Open using Rosetta`"), .. own]
            : [new Remedy.Recreate("this Python is x86_64 and runs under Rosetta, its packages are arm64"), .. own];
    }
}
