using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Packaging;

namespace Assay.Rules;

/// <summary>macOS tells an interpreter built with an old SDK that it is version 10.16, and an old pip believes it.</summary>
public sealed class OldInterpreterSdk : Rule
{
    // The first pip with a packaging that asks again with SYSTEM_VERSION_COMPAT=0 (packaging 22).
    private static readonly PackageVersion? FirstToAskAgain = PackageVersion.TryParse("24.1", out PackageVersion? version) ? version : null;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A509", "old-interpreter-sdk", nameof(OldInterpreterSdk), "pip takes this macOS for 10.16, because Python was built with an SDK from before macOS 11");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/pypa/packaging/blob/main/src/packaging/tags.py (mac_platforms)",
        "https://github.com/pypa/packaging/issues/497",
        "https://github.com/actions/setup-python/issues/279",
        "https://github.com/pypa/pip/issues/10670",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        if (context.MacOs?.InterpreterSdk is not { } sdk || sdk.Major >= 11 || context.Target.OsVersion is { Major: < 11 }) yield break;
        if (context.Environment.Distributions.FirstOrDefault(distribution => distribution.NormalizedName == "pip") is not { Version: { } version } pip || !context.IsInScope(pip)) yield break;
        if (!PackageVersion.TryParse(version, out PackageVersion? installed) || installed.CompareTo(FirstToAskAgain) >= 0) yield break;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Note,
            Title = $"this Python was built with the SDK of macOS {sdk}, so pip {version} takes the system for macOS 10.16 and refuses wheels for 11.0 and later",
            Path = context.Environment.RealExecutable,
            Notes = ["what is seen then: `is not a supported wheel on this platform`, or a package compiled although it has wheels"],
            Remedies = [new Remedy.Install("pip>=24.1"), new Remedy.SetVariable("SYSTEM_VERSION_COMPAT", "0", "makes macOS tell its true version")],
            Sources = Sources,
        };
    }
}
