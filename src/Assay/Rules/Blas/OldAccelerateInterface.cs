using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>The linear algebra of a process is Accelerate by its old interface, which Apple froze.</summary>
public sealed class OldAccelerateInterface : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A403", "old-accelerate-interface", nameof(OldAccelerateInterface), "a package computes with the old interface of Accelerate, which is frozen");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://developer.apple.com/documentation/macos-release-notes/macos-13_3-release-notes (Accelerate)",
        "https://github.com/numpy/numpy/issues/15947",
        "https://github.com/numpy/numpy/issues/15647",
        "https://github.com/numpy/numpy/pull/24053",
        "https://github.com/spack/spack/issues/41742",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        if (context.MacOs?.OldAccelerateUses is not [var first, ..] uses) yield break;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Note,
            Title = $"{(uses.Length == 1 ? $"`{PosixPath.Name(first.Path)}` computes" : $"`{PosixPath.Name(first.Path)}` and {uses.Length - 1} more compute")} with the old interface of Accelerate (`{first.Symbol}`): LAPACK 3.2.1 of 2009",
            Path = first.Path,
            Notes = ["NumPy before 2.0 refuses some of its results: `RuntimeError: Polyfit sanity test emitted a warning`"],
            Remedies = context.OwnerOf(first.Path) is { } owner ? [new Remedy.InstallBinary(owner.Name, owner.Version)] : [],
            Sources = Sources,
        };
    }
}
