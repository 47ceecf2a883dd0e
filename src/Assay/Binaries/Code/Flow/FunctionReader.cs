using System.Collections.Immutable;
using Assay.Targets.Cpu;

namespace Assay.Binaries.Code.Flow;

/// <summary>
/// Reads the functions of one image, each once: which instructions a processor would not know, which calls, and how sure it is that they run. Not safe for several threads.
/// </summary>
internal sealed class FunctionReader
{
    // How far calls are followed to learn what a result means.
    private const int MostDepth = 6;

    // A landing pad, the load of the address, the jump.
    private const int LongestStub = 5;

    private readonly CodeImage code;
    private readonly StepReader reader;
    private readonly CpuFeatures lacking;
    private readonly Dictionary<ulong, FunctionCode?> known = [];
    private readonly Dictionary<ulong, string?> stubs = [];
    private int depth;

    /// <summary>Starts without functions.</summary>
    /// <param name="code">The image.</param>
    /// <param name="lacking">What the processor does not have.</param>
    public FunctionReader(CodeImage code, CpuFeatures lacking)
    {
        this.code = code;
        this.lacking = lacking;
        reader = StepReader.For(code);
    }

    /// <summary>What a function does.</summary>
    /// <param name="start">Where it begins.</param>
    public FunctionCode Read(ulong start)
    {
        if (known.TryGetValue(start, out FunctionCode? function) && function is not null) return function;
        known[start] = null;
        depth++;
        FunctionCode read = ReadNew(start);
        depth--;
        known[start] = read;
        return read;
    }

    private FunctionCode ReadNew(ulong start)
    {
        FunctionBlocks blocks = new(code, reader, IsEnding);
        blocks.Read(start);
        bool asks = blocks.Blocks.Any(block => block.Steps.Exists(step => step.AsksProcessor || (NameOf(step) is { } name && ForeignFunctions.IsProbe(name))));
        ValueOrigins origins = new(blocks.Blocks, reader, ResultOf);
        origins.Follow();
        Reach[] reach = BlockReach.Of(blocks.Blocks, block => asks || block.Tested == Origin.Processor ? Reach.Guarded : block.Tested > Origin.Result ? Reach.Conditional : Reach.Certain);
        ImmutableArray<CodeEvent>.Builder events = ImmutableArray.CreateBuilder<CodeEvent>();
        Origin result = asks ? Origin.Processor : origins.Result;
        foreach ((CodeBlock block, int number) in blocks.Blocks.Select((block, number) => (block, number)))
        {
            // Which of two constants comes back can depend on what a branch tests.
            if (block.Successors.Count > 1 && block.Tested > result) result = block.Tested;
            if (reach[number] == Reach.Guarded) continue;
            foreach (CodeStep step in block.Steps) AddEvent(step, block, reach[number], events);
        }

        return new FunctionCode(events.DrainToImmutable(), result, blocks.Blocks.Exists(block => block.IsExit));
    }

    private void AddEvent(in CodeStep step, CodeBlock block, Reach reach, ImmutableArray<CodeEvent>.Builder events)
    {
        if (!(step.Needs & lacking).IsEmpty) events.Add(new CodeEvent(step.Address, reach, step.Needs & lacking, 0, null));
        if (step.Flow != StepFlow.Call && !(step.Flow == StepFlow.Jump && block.IsExit)) return;
        ulong callee = CalleeOf(step);
        string? foreign = callee == 0 ? NameOf(step) : null;
        if (callee != 0 || foreign is not null) events.Add(new CodeEvent(step.Address, reach, default, callee, foreign));
    }

    private bool IsEnding(CodeStep step)
    {
        if (NameOf(step) is { } name) return ForeignFunctions.IsEnding(name);
        ulong callee = CalleeOf(step);
        return callee != 0 && depth < MostDepth && Callee(callee) is { Returns: false, Events: var events } && events.Any(each => each.Foreign is { } foreign && ForeignFunctions.IsEnding(foreign));
    }

    private Origin ResultOf(CodeStep step)
    {
        ulong callee = CalleeOf(step);
        if (callee == 0) return ForeignFunctions.ResultOf(NameOf(step));
        return depth < MostDepth ? Callee(callee)?.Result ?? Origin.Memory : Origin.Memory;
    }

    // A function that is being read calls itself: nothing is known of it yet.
    private FunctionCode? Callee(ulong start) => known.TryGetValue(start, out FunctionCode? function) ? function : code.IsCode(start) ? Read(start) : null;

    private ulong CalleeOf(in CodeStep step) =>
        step.Flow is not (StepFlow.Call or StepFlow.Jump) || step.Target == 0 || NameOf(step) is not null ? 0
        : !step.IsThroughSlot ? step.Target
        : code.PointerAt(step.Target) is { } address && code.IsCode(address) ? address : 0;

    // The name of the function of another library that is called, through its word or through a stub.
    private string? NameOf(CodeStep step) =>
        step.Flow is not (StepFlow.Call or StepFlow.Jump) || step.Target == 0 ? null
        : step.IsThroughSlot ? code.SymbolOfSlot(step.Target)
        : StubName(step.Target);

    private string? StubName(ulong address)
    {
        if (stubs.TryGetValue(address, out string? name)) return name;
        ulong at = address;
        for (int i = 0; i < LongestStub && name is null && reader.Read(at, out CodeStep step); i++, at = step.Next)
        {
            if (step.Flow == StepFlow.Jump && step.IsThroughSlot && step.Target != 0) name = code.SymbolOfSlot(step.Target);
            if (step.Flow != StepFlow.Next || step.Stores != MemoryUse.None) break;
        }

        return stubs[address] = name;
    }
}
