using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>A rule about a wheel that was given by itself. What it finds explains the imports that stumble over it and is told once.</summary>
public abstract class WheelRule : CauseRule
{
    private const int Shown = 5;

    /// <inheritdoc/>
    public sealed override Closeness Closeness => Closeness.Displacement;

    /// <inheritdoc/>
    public sealed override Finding? Explain(FailedImport failed, RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(failed);
        ArgumentNullException.ThrowIfNull(context);
        if (context.Wheel is not { } wheel || Explaining(failed, wheel, context) is not { } flaw) return null;
        return Cause(failed, flaw.Title, flaw.Path) with { Steps = flaw.Lines(Shown), Remedies = [new Remedy.Advise(flaw.Advice)] };
    }

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Observe(RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Wheel is not { } wheel) yield break;
        WheelFlaw[] told = [.. context.Failures.Select(failed => Explaining(failed, wheel, context)).OfType<WheelFlaw>()];
        foreach (WheelFlaw flaw in Flaws(wheel, context))
        {
            if (told.Any(each => each.Title == flaw.Title)) continue;
            yield return new Finding
            {
                Code = Info.Code,
                Severity = flaw.Severity,
                Title = flaw.Title,
                Path = flaw.Path,
                Evidence = flaw.Evidence,
                Steps = flaw.Lines(Shown),
                Remedies = [new Remedy.Advise(flaw.Advice)],
                Sources = Sources,
            };
        }
    }

    /// <summary>Everything that is wrong with the wheel.</summary>
    /// <param name="wheel">The wheel.</param>
    /// <param name="context">The facts.</param>
    protected abstract IEnumerable<WheelFlaw> Flaws(WheelFacts wheel, RuleContext context);

    /// <summary>A number of files in words, with the first of them: <c>`_core.so`</c>, <c>`_core.so` and 3 other files</c>.</summary>
    /// <param name="files">The files.</param>
    protected static string Some(ImmutableArray<string> files) => files.Length switch
    {
        1 => Quoted(files[0]),
        2 => $"{Quoted(files[0])} and 1 other file",
        _ => $"{Quoted(files[0])} and {files.Length - 1} other files",
    };

    private WheelFlaw? Explaining(FailedImport failed, WheelFacts wheel, RuleContext context) =>
        failed.Load is { } load ? Flaws(wheel, context).FirstOrDefault(flaw => flaw.Explains.Contains(load.Kind) && (flaw.Library is null || flaw.Library == load.Library) && flaw.Files.Contains(load.Culprit ?? load.Requester ?? load.Opened)) : null;
}
