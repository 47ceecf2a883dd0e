using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Packaging.Locking;

namespace Assay.Rules;

/// <summary>A locked package has no file that an installer takes on the machine.</summary>
public sealed class LockedFileMissing : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A530", "locked-file-missing", nameof(LockedFileMissing), "a locked package has no file for this machine and Python");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://packaging.python.org/en/latest/specifications/pylock-toml/",
        "https://docs.astral.sh/uv/concepts/resolution/#required-environments",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Lock is not { } facts) yield break;
        foreach (LockedOutcome outcome in facts.Outcomes.Where(outcome => outcome.Kind == LockedOutcomeKind.Nothing))
        {
            yield return new Finding
            {
                Code = Info.Code,
                Severity = outcome.IsCertain ? Severity.Error : Severity.Warning,
                Title = $"{LockWording.Title(outcome.Package)} is locked without a file for this machine and Python {facts.Python}",
                Path = facts.Path,
                Steps = [LockWording.Place(outcome.Package), .. outcome.NearestMiss is { } miss ? (ImmutableArray<string>)[$"nearest: {miss}"] : []],
                Notes = outcome.IsCertain ? [] : ["only an extra or a group brings it, or the file leaves open when it is installed"],
                Remedies = [new Remedy.Advise($"use a Python or a version of `{outcome.Package.Name}` that has a wheel here, and {LockWording.Again(facts.Kind)}{(facts.Kind == LockKind.Uv ? "; `tool.uv.required-environments` makes uv insist on this machine" : "")}")],
                Sources = Sources,
            };
        }
    }
}
