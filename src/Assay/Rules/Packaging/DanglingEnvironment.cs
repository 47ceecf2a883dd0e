using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>The Python that an environment was made from is gone.</summary>
public sealed class DanglingEnvironment : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A503", "dangling-environment", nameof(DanglingEnvironment), "the Python that the environment was made from is gone");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Displacement;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.python.org/3/library/venv.html (pyvenv.cfg)",
        "https://github.com/pypa/hatch/issues/90",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (context.Interpreter is not { } fault) return null;
        string title = fault.Target is { } target ? $"this environment's Python leads to `{target}`, {fault.Reason}" : $"this environment's Python cannot start: {fault.Reason}";
        return Cause(failed, title, fault.Path) with { Remedies = [new Remedy.Recreate("its base Python was moved, upgraded or removed")] };
    }
}
