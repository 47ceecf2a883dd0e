using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Packaging.Locking;

namespace Assay.Rules;

/// <summary>A locked package has wheels, none of which fits, so its source would be built.</summary>
public sealed class LockedSourceOnly : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A531", "locked-source-only", nameof(LockedSourceOnly), "a locked package has only a source distribution for this machine and Python");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://packaging.python.org/en/latest/specifications/source-distribution-format/",
        "https://docs.astral.sh/uv/concepts/resolution/#required-environments",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Lock is not { } facts) yield break;
        foreach (LockedOutcome outcome in facts.Outcomes.Where(outcome => outcome.Kind == LockedOutcomeKind.Source))
        {
            // A project that never has wheels is built everywhere, and mostly there is nothing to compile.
            bool hasWheels = outcome.NearestMiss is not null;
            yield return new Finding
            {
                Code = Info.Code,
                Severity = hasWheels && outcome.IsCertain ? Severity.Warning : Severity.Note,
                Title = hasWheels ? $"{LockWording.Title(outcome.Package)} is locked with wheels, and none is for this machine and Python {facts.Python}: its source would be built"
                    : $"{LockWording.Title(outcome.Package)} is locked as source only: it would be built",
                Path = facts.Path,
                Steps = [LockWording.Place(outcome.Package), .. outcome.File is { } file ? (ImmutableArray<string>)[$"would be built: `{file.Filename}`"] : [], .. outcome.NearestMiss is { } miss ? (ImmutableArray<string>)[$"nearest: {miss}"] : []],
                Remedies = hasWheels ? [new Remedy.Advise($"use a Python or a version of `{outcome.Package.Name}` that has a wheel here, and {LockWording.Again(facts.Kind)}; else the machine needs what the build needs")] : [new Remedy.Advise("nothing needs to be done where there is nothing to compile; `assay resolve` says what a build needs")],
                Sources = Sources,
            };
        }
    }
}
