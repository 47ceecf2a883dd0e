namespace Assay.Binaries.Code.Arm32;

/// <summary>
/// Follows 32-bit Arm code from an entry and looks for what version 6 does not have: jumps, branches both ways, calls within the file. Calls of other files are taken to return; pointers and tables are
/// not followed. A way out that hands back the sign of failure counts for none.
/// </summary>
/// <param name="code">The code of the file.</param>
internal sealed class ArmWalk(CodeImage code)
{
    private const int MostSteps = 1 << 15;
    private const int MostDepth = 24;

    private readonly Dictionary<uint, Summary?> functions = [];
    private int steps;

    /// <summary>The first instruction that is met on every way through an entry that does not fail; null where there is none.</summary>
    public ArmPlace? Certain { get; private set; }

    /// <summary>The first instruction that is met on some way that does not fail; null where there is none.</summary>
    public ArmPlace? Reached { get; private set; }

    /// <summary>The first of Thumb-2 that is met on some way; null where there is none.</summary>
    public ArmPlace? Misread { get; private set; }

    /// <summary>Follows one entry.</summary>
    /// <param name="address">Where it is, bit 0 set for Thumb code.</param>
    /// <param name="entry">Why it runs.</param>
    /// <param name="failure">What the function hands back when it fails; <see cref="ArmResult.Kept"/> where it hands back nothing.</param>
    public void From(uint address, string entry, ArmResult failure)
    {
        Summary summary = Follow(address, failure, 0);

        // Behind code that it misreads, a processor is anywhere.
        if (summary.IsCertain && Misread is null) Certain ??= new ArmPlace(summary.Newer!.Value.Address, summary.Newer.Value.Name, entry);
        if (summary.Newer is { } newer && Misread is null) Reached ??= new ArmPlace(newer.Address, newer.Name, entry);
        if (summary.Misread is { } misread) Misread ??= new ArmPlace(misread, "Thumb-2", entry);
    }

    private Summary Follow(uint start, ArmResult failure, int depth)
    {
        (uint Address, string Name)? newer = null;
        uint? misread = null;
        bool hasWayOut = false;
        HashSet<(uint, ArmResult)> seen = [];
        Queue<(uint Address, ArmResult Result)> open = new([(start, ArmResult.Unknown)]);
        while (open.TryDequeue(out (uint Address, ArmResult Result) at))
        {
            if (!seen.Add(at)) continue;
            if (steps++ > MostSteps || !code.IsCode(at.Address & ~1u) || ArmDecoder.Read(code.BytesAt(at.Address & ~1u), at.Address) is not { } step)
            {
                hasWayOut = true;
                continue;
            }

            if (step.Newer is { } name)
            {
                if (newer is null && Succeeds(unchecked(at.Address + (uint)step.Size), failure)) newer = (at.Address, name);
                continue;
            }

            if (step.IsMisread)
            {
                misread ??= at.Address & ~1u;
                hasWayOut = true;
                continue;
            }

            ArmResult result = step.Result == ArmResult.Kept ? at.Result : step.Result;
            uint next = unchecked(at.Address + (uint)step.Size);
            if (step.Flow == ArmFlow.Call && Called(step.Target, depth) is { } called)
            {
                if (newer is null && called.Newer is not null && Succeeds(next, failure)) newer = called.Newer;
                misread ??= called.Misread;
                if (called.IsCertain) continue;
            }

            if (step.Flow is ArmFlow.Jump or ArmFlow.Branch) open.Enqueue((step.Target, result));
            if (step.Flow is ArmFlow.Exit or ArmFlow.MayExit) hasWayOut |= failure == ArmResult.Kept || result != failure;
            if (step.Flow is ArmFlow.Next or ArmFlow.Branch or ArmFlow.Call or ArmFlow.MayExit) open.Enqueue((next, result));
        }

        return new Summary(newer, misread, newer is not null && !hasWayOut);
    }

    // What only those ways meet that fail is no loss: an instruction counts where the function can go on to an end that is no failure.
    private bool Succeeds(uint start, ArmResult failure)
    {
        if (failure == ArmResult.Kept) return true;
        HashSet<(uint, ArmResult)> seen = [];
        Queue<(uint Address, ArmResult Result)> open = new([(start, ArmResult.Unknown)]);
        while (open.TryDequeue(out (uint Address, ArmResult Result) at))
        {
            if (!seen.Add(at)) continue;
            if (steps++ > MostSteps || !code.IsCode(at.Address & ~1u) || ArmDecoder.Read(code.BytesAt(at.Address & ~1u), at.Address) is not { } step) return false;
            ArmResult result = step.Result == ArmResult.Kept ? at.Result : step.Result;
            if (step.Flow is ArmFlow.Exit or ArmFlow.MayExit && result != failure) return true;
            if (step.Flow is ArmFlow.Jump or ArmFlow.Branch) open.Enqueue((step.Target, result));
            if (step.Flow is ArmFlow.Next or ArmFlow.Branch or ArmFlow.Call or ArmFlow.MayExit) open.Enqueue((unchecked(at.Address + (uint)step.Size), result));
        }

        return false;
    }

    private Summary? Called(uint target, int depth)
    {
        if (target == 0 || depth >= MostDepth) return null;
        if (functions.TryGetValue(target, out Summary? known)) return known;

        // Who calls itself learns nothing new from that.
        functions[target] = null;
        return functions[target] = Follow(target, ArmResult.Kept, depth + 1);
    }

    private sealed record Summary((uint Address, string Name)? Newer, uint? Misread, bool IsCertain);
}
