using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Packaging.Locking;

namespace Assay.Rules;

/// <summary>A lock file is for other Pythons or other machines.</summary>
public sealed class LockForOtherMachine : Rule
{
    private const int Shown = 5;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A532", "lock-for-other-machine", nameof(LockForOtherMachine), "a lock file is for other Pythons or other machines");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://packaging.python.org/en/latest/specifications/pylock-toml/",
        "https://conda.github.io/conda-lock/output/",
        "https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-virtual.html",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Lock is not { } facts) yield break;
        string again = LockWording.Again(facts.Kind);
        if (facts.OtherPython is { } pythons)
            yield return Make(facts, $"the lock file is for Python `{pythons}`, this is {facts.Python}", [], $"use a Python that it is for, or allow {facts.Python} in the project and {again}");
        if (facts.MissingPlatform is { } platform)
            yield return Make(facts, $"the lock file has no packages for {platform}", facts.Platforms.IsEmpty ? [] : [$"it has: {string.Join(", ", facts.Platforms)}"], $"add {platform} to the platforms of the environment and {again}");
        if (!facts.OtherEnvironments.IsEmpty)
            yield return Make(facts, "the lock file is for other machines: none of its `environments` is this one", [.. facts.OtherEnvironments.Take(Shown).Select(marker => $"it is for: {marker}")], $"add this machine to its environments and {again}");
        foreach ((string problem, ImmutableArray<LockedPackage> packages) in facts.Unmet)
        {
            string who = packages.Length == 1 ? LockWording.Title(packages[0]) : $"{LockWording.Title(packages[0])} and {packages.Length - 1} more";
            yield return Make(facts, $"conda would refuse {who}: {problem}", [.. packages.Take(Shown).Select(package => $"{LockWording.Place(package)}: {package.Name} {package.Version} {package.Source.Build}")], $"lower the virtual packages that the lock file is made for, and {again}");
        }
    }

    private Finding Make(LockFacts facts, string title, ImmutableArray<string> steps, string advice) => new()
    {
        Code = Info.Code,
        Severity = Severity.Error,
        Title = title,
        Path = facts.Path,
        Steps = steps,
        Remedies = [new Remedy.Advise(advice)],
        Sources = Sources,
    };
}
