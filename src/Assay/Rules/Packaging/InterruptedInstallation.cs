using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>pip was stopped while it replaced a package: the old one is still there under a name with a tilde.</summary>
public sealed class InterruptedInstallation : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A504", "interrupted-installation", nameof(InterruptedInstallation), "pip was interrupted while it replaced a package");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Damage;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/pypa/pip/blob/main/src/pip/_internal/utils/temp_dir.py (AdjacentTempDirectory)",
        "https://github.com/pypa/pip/issues/11849",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Missing is not { } missing) return null;
        string top = missing.Name.Split('.')[0];
        string? leftover = context.Environment.InterruptedInstallations.FirstOrDefault(path => IsLeftoverOf(PosixPath.Name(path), top));
        if (leftover is null) return null;
        string name = context.ProviderOf(top)?.Name ?? ModuleNames.DistributionFor(top);
        return Cause(failed, $"the installation of `{name}` was interrupted: its old files still lie in `{PosixPath.Name(leftover)}`", leftover) with
        {
            Remedies = [.. Cure(context, name), new Remedy.Delete(leftover, "pip left it behind and will not look at it again")],
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context)
    {
        if (!context.IsInScope(null)) yield break;
        foreach (string path in context.Environment.InterruptedInstallations)
        {
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Note,
                Title = $"`{PosixPath.Name(path)}` is left over from an interrupted installation",
                Path = path,
                Remedies = [new Remedy.Delete(path, "pip left it behind and will not look at it again")],
                Sources = Sources,
            };
        }
    }

    // AdjacentTempDirectory replaces leading characters of the name: numpy becomes ~umpy, then ~-mpy, ~~mpy and so on.
    private static bool IsLeftoverOf(string leftover, string module)
    {
        string stem = leftover.Split('-')[0].Split('.')[0];
        string tail = stem.TrimStart('~');
        return tail.Length >= 2 && tail.Length < module.Length && module.EndsWith(tail, StringComparison.OrdinalIgnoreCase);
    }

    private static ImmutableArray<Remedy> Cure(RuleContext context, string name) =>
        context.ProviderOf(name) is { } installed ? [new Remedy.Reinstall(installed.Name, installed.Version)] : [new Remedy.Install(name)];
}
