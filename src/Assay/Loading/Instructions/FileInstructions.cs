using Assay.Binaries;
using Assay.Binaries.Code;
using Assay.Targets.Cpu;

namespace Assay.Loading.Instructions;

/// <summary>What of one file's code a processor does not know, found out as far as somebody asks and kept. Safe for several threads.</summary>
internal sealed class FileInstructions
{
    private readonly Lock gate = new();
    private readonly BinaryImage image;
    private readonly CpuFeatures lacking;
    private readonly CodeImage? code;
    private readonly CodeWalk? walk;
    private readonly Dictionary<ulong, CodeFindings> known = [];
    private readonly Lazy<Dictionary<string, WantedSymbol>> wanted;
    private CodeFindings[]? initialisers;
    private bool? asks;
    private CpuFeatures? whollyNeeds;

    /// <summary>Looks at nothing yet.</summary>
    /// <param name="image">The file.</param>
    /// <param name="lacking">What the processor does not have.</param>
    public FileInstructions(BinaryImage image, CpuFeatures lacking)
    {
        this.image = image;
        this.lacking = lacking;
        code = CodeImages.Of(image);
        walk = code is null ? null : new CodeWalk(code, lacking);
        wanted = new(() => image.WantedSymbols.GroupBy(symbol => symbol.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal));
    }

    /// <summary>What runs when the file is loaded.</summary>
    public IReadOnlyList<CodeFindings> OfInitialisers()
    {
        lock (gate) return initialisers ??= code is null ? [] : [.. code.Initialisers.Select(Walk)];
    }

    /// <summary>What runs when a function of the file is called; empty when the file does not offer it.</summary>
    /// <param name="function">The name as in C.</param>
    public IReadOnlyList<CodeFindings> OfFunction(string function)
    {
        lock (gate) return code?.FunctionNamed(function) is { } address ? [Walk(new CodeRoot(address, function))] : [];
    }

    /// <summary>What runs when an extension module is initialised: its init function and the slots that it hands back.</summary>
    /// <param name="function">The name of the init function.</param>
    public IReadOnlyList<CodeFindings> OfModule(string function)
    {
        lock (gate) return code?.FunctionNamed(function) is { } address ? [Walk(new CodeRoot(address, function)), .. ModuleSlots.Of(code, address).Select(Walk)] : [];
    }

    /// <summary>The symbol that the file wants by this name, or null.</summary>
    /// <param name="name">The name as in C.</param>
    public WantedSymbol? Wanted(string name) => wanted.Value.GetValueOrDefault(image.Format == BinaryFormat.MachO ? "_" + name : name);

    /// <summary>The instruction that ends the process, if what runs leads to one for sure.</summary>
    /// <param name="path">The file.</param>
    /// <param name="findings">What runs.</param>
    /// <param name="isConditional">True when it is not sure that it runs at all.</param>
    public FatalInstruction? Fatal(string path, CodeFindings findings, bool isConditional)
    {
        if (!isConditional && findings.Certain is { } certain) return Describe(path, findings, certain, InstructionProof.EveryPath);
        if ((findings.Certain ?? findings.Conditional) is not { } place) return null;
        lock (gate)
        {
            if (!(asks ??= CodeStyle.AsksProcessor(image))) return Describe(path, findings, place, InstructionProof.NeverAsks);
            return WhollyNeeds().IsEmpty ? null : Describe(path, findings, place, InstructionProof.WholeFile);
        }
    }

    /// <summary>What the processor lacks and nearly all code of the file needs; mostly empty.</summary>
    public CpuFeatures WhollyNeeds()
    {
        lock (gate) return whollyNeeds ??= code is null ? default : CodeStyle.WhollyNeeds(code, lacking);
    }

    private CodeFindings Walk(CodeRoot root)
    {
        if (known.TryGetValue(root.Address, out CodeFindings? findings)) return findings.Root == root ? findings : findings with { Root = root };
        return known[root.Address] = walk!.From(root);
    }

    private FatalInstruction? Describe(string path, CodeFindings findings, CodePlace place, InstructionProof proof)
    {
        lock (gate)
        {
            return InstructionReader.Read(code!.BytesAt(place.Address), place.Address, image.Architecture) is { } instruction
                ? new FatalInstruction(path, instruction, place.Lacking, code.NameAround(place.Address), findings.Root.Reason, proof)
                : null;
        }
    }
}
