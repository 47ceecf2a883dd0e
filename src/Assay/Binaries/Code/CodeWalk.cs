using Assay.Binaries.Code.Flow;
using Assay.Targets.Cpu;

namespace Assay.Binaries.Code;

/// <summary>
/// Follows the code of one image from where it is entered, along its direct calls, and finds the instructions that a processor does not know. Not safe for several threads.
/// </summary>
internal sealed class CodeWalk
{
    // What one entry may lead to; numpy's core reaches a few hundred from its init function.
    private const int MostFunctions = 4000;

    private readonly FunctionReader functions;
    private readonly CodeImage code;

    /// <summary>Starts a walk.</summary>
    /// <param name="code">The image.</param>
    /// <param name="lacking">What the processor does not have.</param>
    public CodeWalk(CodeImage code, CpuFeatures lacking)
    {
        this.code = code;
        functions = new FunctionReader(code, lacking);
    }

    /// <summary>Follows the code from one place.</summary>
    /// <param name="root">The place.</param>
    public CodeFindings From(CodeRoot root)
    {
        CodeFindings findings = new(root);
        Dictionary<ulong, Reach> seen = new() { [root.Address] = Reach.Certain };
        Queue<(ulong Function, Reach Reach)> open = new([(root.Address, Reach.Certain)]);
        while (open.TryDequeue(out (ulong Function, Reach Reach) next))
        {
            if (!code.IsCode(next.Function) || seen[next.Function] < next.Reach) continue;
            foreach (CodeEvent each in functions.Read(next.Function).Events)
            {
                Reach reach = each.Reach > next.Reach ? each.Reach : next.Reach;
                if (!each.Needs.IsEmpty) findings.Add(each.Address, each.Needs, reach);
                else if (each.Foreign is not null) findings.AddForeign(each.Foreign, reach);
                else if ((!seen.TryGetValue(each.Callee, out Reach before) || before > reach) && seen.Count < MostFunctions)
                {
                    seen[each.Callee] = reach;
                    open.Enqueue((each.Callee, reach));
                }
            }
        }

        return findings;
    }
}

/// <summary>What the code behind one entry does.</summary>
/// <param name="Root">The entry.</param>
internal sealed record CodeFindings(CodeRoot Root)
{
    private const int MostForeign = 4000;

    private readonly Dictionary<string, Reach> foreign = new(StringComparer.Ordinal);

    /// <summary>The first instruction found that certainly runs and is not known, or null.</summary>
    public CodePlace? Certain { get; private set; }

    /// <summary>The first one that runs under a condition nothing is known of, or null.</summary>
    public CodePlace? Conditional { get; private set; }

    /// <summary>The functions of other libraries that are called.</summary>
    public IReadOnlyDictionary<string, Reach> Foreign => foreign;

    /// <summary>Notes an instruction.</summary>
    public void Add(ulong address, CpuFeatures lacking, Reach reach)
    {
        if (reach == Reach.Certain) Certain ??= new CodePlace(address, lacking);
        else Conditional ??= new CodePlace(address, lacking);
    }

    /// <summary>Notes a call.</summary>
    public void AddForeign(string name, Reach reach)
    {
        if (!foreign.TryGetValue(name, out Reach before) ? foreign.Count < MostForeign : reach < before) foreign[name] = reach;
    }
}

/// <summary>An instruction that a processor does not know.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Lacking">What it needs and the processor does not have.</param>
internal readonly record struct CodePlace(ulong Address, CpuFeatures Lacking);
