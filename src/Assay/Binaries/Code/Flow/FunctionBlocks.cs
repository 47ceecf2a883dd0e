namespace Assay.Binaries.Code.Flow;

/// <summary>A run of instructions that is entered at its first and left at its last.</summary>
internal sealed class CodeBlock
{
    /// <summary>Its instructions; never empty.</summary>
    public List<CodeStep> Steps { get; } = [];

    /// <summary>The blocks that follow; for a branch the one that it jumps to is first.</summary>
    public List<int> Successors { get; } = [];

    /// <summary>True when it leaves the function in good order: a return, a jump into another function, a jump whose goal is not known.</summary>
    public bool IsExit { get; set; }

    /// <summary>Where the value comes from that its branch tests.</summary>
    public Origin Tested { get; set; }
}

/// <summary>The blocks of one function, entered at number 0.</summary>
/// <param name="code">The image.</param>
/// <param name="reader">Its instructions.</param>
/// <param name="isEnding">True for a call that does not come back.</param>
internal sealed class FunctionBlocks(CodeImage code, StepReader reader, Func<CodeStep, bool> isEnding)
{
    // More than the largest function of import code has; what is behind it is not followed.
    private const int MostSteps = 20_000;

    private readonly Dictionary<ulong, CodeStep> steps = [];
    private readonly HashSet<ulong> leaders = [];
    private readonly Dictionary<ulong, int> numbers = [];

    /// <summary>The blocks, in the order they were found.</summary>
    public List<CodeBlock> Blocks { get; } = [];

    /// <summary>Reads a function.</summary>
    /// <param name="start">Where it begins.</param>
    public void Read(ulong start)
    {
        CodeRange? own = code.FunctionAround(start);
        Collect(start, own);
        if (steps.ContainsKey(start)) Number(start);
        for (int i = 0; i < Blocks.Count; i++) Fill(Blocks[i], own);
    }

    private void Collect(ulong start, CodeRange? own)
    {
        Stack<ulong> open = new([start]);
        leaders.Add(start);
        while (open.TryPop(out ulong address))
        {
            for (CodeStep step; steps.Count < MostSteps && !steps.ContainsKey(address) && code.IsCode(address) && reader.Read(address, out step); address = step.Next)
            {
                steps.Add(address, step);
                bool isTail = step.Flow == StepFlow.Jump && (step.IsThroughSlot || LeavesFunction(step.Target, own));
                if (step.Flow is StepFlow.Jump or StepFlow.Branch && !isTail && leaders.Add(step.Target)) open.Push(step.Target);
                if (step.Flow == StepFlow.Branch) leaders.Add(step.Next);
                if (step.Flow is StepFlow.Jump or StepFlow.Return or StepFlow.End) break;
                if (step.Flow == StepFlow.Call && (isEnding(step) || (own is { } range && step.Next == range.End))) break;
            }
        }
    }

    // A jump to the beginning of another function is a call in the last place; one into the middle leads to a part that was moved away.
    private bool LeavesFunction(ulong target, CodeRange? own) =>
        own is { } range && (target < range.Start || target >= range.End) && (code.FunctionAround(target) is not { } other || other.Start == target);

    private int Number(ulong address)
    {
        if (numbers.TryGetValue(address, out int number)) return number;
        numbers[address] = Blocks.Count;
        CodeBlock block = new();
        block.Steps.Add(steps[address]);
        Blocks.Add(block);
        return Blocks.Count - 1;
    }

    private void Fill(CodeBlock block, CodeRange? own)
    {
        CodeStep last = block.Steps[0];
        while (last.Flow is StepFlow.Next or StepFlow.Call && steps.TryGetValue(last.Next, out CodeStep next) && !leaders.Contains(last.Next) && !(last.Flow == StepFlow.Call && isEnding(last)))
        {
            block.Steps.Add(next);
            last = next;
        }

        switch (last.Flow)
        {
            case StepFlow.Branch:
                Follow(block, last.Target);
                Follow(block, last.Next);
                block.IsExit = block.Successors.Count == 0;
                break;
            case StepFlow.Jump:
                if (last.IsThroughSlot || LeavesFunction(last.Target, own)) block.IsExit = true;
                else Follow(block, last.Target);
                break;
            case StepFlow.Return:
                block.IsExit = true;
                break;
            case StepFlow.Call when isEnding(last):
            case StepFlow.End:
                break;
            default:
                Follow(block, last.Next);
                break;
        }
    }

    private void Follow(CodeBlock block, ulong address)
    {
        if (!steps.ContainsKey(address)) return;
        int number = Number(address);
        if (!block.Successors.Contains(number)) block.Successors.Add(number);
    }
}
