namespace Assay.Binaries.Code.Flow;

/// <summary>Follows where values come from through the blocks of a function, until nothing changes: which branch tests what, and what comes back.</summary>
/// <param name="blocks">The blocks.</param>
/// <param name="reader">What read them.</param>
/// <param name="resultOf">Where the result of a call comes from.</param>
internal sealed class ValueOrigins(IReadOnlyList<CodeBlock> blocks, StepReader reader, Func<CodeStep, Origin> resultOf)
{
    private const int Registers = 32, Flags = 32;
    private const int MostRounds = 12;

    // What was put on the stack, all places taken together.
    private Origin stack;

    /// <summary>Where the result of the function comes from.</summary>
    public Origin Result { get; private set; }

    /// <summary>Does it, and notes in each block what its branch tests.</summary>
    public void Follow()
    {
        Origin[]?[] entries = new Origin[blocks.Count][];
        if (blocks.Count == 0) return;
        entries[0] = new Origin[Registers + 1];
        Array.Fill(entries[0]!, Origin.Given);
        for (int round = 0; round < MostRounds; round++)
        {
            bool changed = false;
            Origin before = stack;
            for (int i = 0; i < blocks.Count; i++)
            {
                if (entries[i] is not { } entry) continue;
                Origin[] state = (Origin[])entry.Clone();
                Run(blocks[i], state);
                foreach (int next in blocks[i].Successors) changed |= Join(ref entries[next], state);
            }

            if (!changed && stack == before) return;
        }

        // Not settled in time: nothing is taken for harmless.
        foreach (CodeBlock block in blocks) block.Tested = Max(block.Tested, Origin.Memory);
        Result = Max(Result, Origin.Memory);
    }

    private void Run(CodeBlock block, Origin[] state)
    {
        foreach (ref readonly CodeStep step in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(block.Steps))
        {
            Origin value = Sources(step, state);
            if (step.Flow == StepFlow.Branch) block.Tested = Max(block.Tested, value);
            if (step.Flow == StepFlow.Return || (block.IsExit && step.Flow == StepFlow.Jump)) Result = Max(Result, step.Flow == StepFlow.Return ? state[reader.ResultRegister] : resultOf(step));
            if (step.Flow == StepFlow.Call)
            {
                for (int register = 0; register < Registers; register++)
                    if ((reader.ChangedByCalls >> register & 1) != 0) state[register] = Origin.Constant;
                state[reader.ResultRegister] = resultOf(step);
                continue;
            }

            if (step.AsksProcessor)
            {
                for (int register = 0; register < 4; register++) state[register] = Origin.Processor;
                continue;
            }

            if (step.Stores == MemoryUse.Stack) stack = Max(stack, value);
            if (step.WritesFlags) state[Flags] = value;
            if (step.Writes >= 0) state[step.Writes] = value;
        }
    }

    private Origin Sources(in CodeStep step, Origin[] state)
    {
        Origin value = step.Loads switch
        {
            MemoryUse.Other => Origin.Memory,
            MemoryUse.Stack => stack,
            _ => Origin.Constant,
        };
        if (step.ReadsFlags) value = Max(value, state[Flags]);
        for (uint reads = step.Reads; reads != 0; reads &= reads - 1) value = Max(value, state[System.Numerics.BitOperations.TrailingZeroCount(reads)]);

        // The canary is compared with itself.
        return step.Loads == MemoryUse.Canary ? Origin.Constant : value;
    }

    private static bool Join(ref Origin[]? entry, Origin[] state)
    {
        if (entry is null)
        {
            entry = (Origin[])state.Clone();
            return true;
        }

        bool changed = false;
        for (int i = 0; i < entry.Length; i++)
        {
            if (state[i] <= entry[i]) continue;
            entry[i] = state[i];
            changed = true;
        }

        return changed;
    }

    private static Origin Max(Origin left, Origin right) => left > right ? left : right;
}
