using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports.Values;
using Assay.Imports.Walking;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Imports;

/// <summary>
/// Predicts what CPython would execute for an import: which modules it loads and which extension files it opens, in which order, and how it ends. One walker
/// serves many imports of one environment and shares what was read of files between them; it may be used from several threads.
/// </summary>
/// <param name="environment">The environment.</param>
/// <param name="target">Where the code is to run; conditions on the system and the version are decided for it.</param>
/// <param name="workingDirectory">The directory the interpreter is started in, which <c>python -c</c> searches first; null for none (<c>python -P</c>).</param>
public sealed class ImportWalker(PythonEnvironment environment, Target target, string? workingDirectory = null)
{
    // Nested imports and calls are nested here too.
    private const int StackSize = 512 << 20;

    private readonly WalkContext context = new(environment, target, workingDirectory);

    /// <summary>Walks one import of one environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="target">Where the code is to run.</param>
    /// <param name="name">The dotted name.</param>
    /// <param name="loader">What opens compiled code; one fresh process image.</param>
    public static ImportWalkResult Walk(PythonEnvironment environment, Target target, string name, IExtensionLoader loader) => new ImportWalker(environment, target).Walk(name, loader);

    /// <summary>Walks one import.</summary>
    /// <param name="name">The dotted name.</param>
    /// <param name="loader">What opens compiled code; one fresh process image.</param>
    public ImportWalkResult Walk(string name, IExtensionLoader loader) => Walk(name, loader, readsAhead: false, null);

    /// <summary>Walks one import.</summary>
    /// <param name="name">The dotted name.</param>
    /// <param name="loader">What opens compiled code; one fresh process image.</param>
    /// <param name="readsAhead">True to use a second processor for reading files before the walk comes to them; the result is the same.</param>
    /// <param name="openExtension">Reads what loading a file of compiled code will want, on that processor; null for nothing.</param>
    internal ImportWalkResult Walk(string name, IExtensionLoader loader, bool readsAhead, Action<string>? openExtension)
    {
        using ReadAhead? ahead = readsAhead ? ReadAhead.Start(context, name, openExtension) : null;
        ImportWalkResult? result = null;
        Exception? fault = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    result = WalkHere(name, loader);
                }
                catch (Exception error)
                {
                    fault = error;
                }
            },
            StackSize);
        thread.Start();
        thread.Join();
        if (NotRecordedException.In(fault) is { } missing) return NotDecided(missing);
        if (fault is not null) throw new InvalidOperationException($"the walk of `{name}` met a fault in Assay itself", fault);
        return result!;
    }

    private static ImportWalkResult NotDecided(NotRecordedException missing) => new() { Outcome = VerdictKind.Unknown, Undecided = missing.Message, Certainty = Certainty.Conditional };

    private ImportWalkResult WalkHere(string name, IExtensionLoader loader)
    {
        Interpreter walk = new(context, loader);
        try
        {
            Startup.Run(walk);
            walk.ImportModule(name, null);
        }
        catch (PythonError error)
        {
            return Failed(walk, error.Value);
        }
        catch (ProcessEnds end)
        {
            return Result(walk) with { Outcome = VerdictKind.Crashes, Crash = end.Crash, Chain = [.. end.Chain] };
        }
        catch (BudgetExceeded)
        {
            return Result(walk) with { Outcome = VerdictKind.Unknown, Undecided = "the code of the import does more than a walk can follow" };
        }

        Possibility? open = walk.Possibilities.FirstOrDefault(possibility => possibility.IsStrong);
        if (open is null) return Result(walk) with { Outcome = VerdictKind.Imports };
        return Result(walk) with { Outcome = VerdictKind.Unknown, Undecided = open.Reason, UndecidedOrigin = open.Origin, Chain = [.. open.Chain] };
    }

    private static ImportWalkResult Failed(Interpreter walk, InstanceValue exception)
    {
        PythonException facts = walk.ToFacts(exception);
        string[] chain = [];
        bool inferred = true;
        Certainty certainty = Certainty.Certain;
        for (InstanceValue? at = exception; at is not null; at = at.Cause)
        {
            chain = at.Chain ?? chain;
            inferred &= at.IsInferred;
            if (at.Certainty > certainty) certainty = at.Certainty;
        }

        // Where compiled code before it could not be told to load, that is the open question, and what may follow from its absence is not.
        Possibility? open = walk.Possibilities.FirstOrDefault(possibility => possibility is { IsStrong: true, Origin: not null });

        // What only follows from the walk's own picture of the values may be a gap in that picture.
        if (inferred && !Shadowing.Explains(exception))
        {
            return Result(walk) with { Outcome = VerdictKind.Unknown, Undecided = open?.Reason ?? $"the code seems to raise {facts.TypeName}: {facts.Message}", UndecidedOrigin = open?.Origin, Chain = [.. open?.Chain ?? chain] };
        }

        StringValue? text = walk.TextOf(exception);
        if (certainty == Certainty.Certain && (text is null || text.IsApproximate || walk.MayListOtherwise(text.Text))) certainty = Certainty.TextMayVary;
        if (walk.Possibilities.Any(possibility => possibility.IsStrong)) certainty = Certainty.Conditional;
        return Result(walk) with { Outcome = VerdictKind.Fails, Exception = facts, Certainty = certainty, Chain = [.. chain], Undecided = open?.Reason, UndecidedOrigin = open?.Origin };
    }

    private static ImportWalkResult Result(Interpreter walk) => new()
    {
        Outcome = VerdictKind.Unknown,
        Steps = [.. walk.Steps],
        Handled = [.. walk.Handled.Select(exception => walk.ToFacts(exception))],
    };
}
