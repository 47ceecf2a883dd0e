using Assay.Binaries;
using Assay.Binaries.Code;
using Assay.Primitives;
using Assay.Targets.Cpu;

namespace Assay.Loading.Instructions;

/// <summary>What of one file's code a processor does not know, found out as far as somebody asks and kept, also for later runs. Safe for several threads.</summary>
internal sealed class FileInstructions
{
    private readonly Lock gate = new();
    private readonly BinaryImage image;
    private readonly CpuFeatures lacking;
    private readonly NoteStore? store;
    private readonly string key = "";
    private readonly InstructionNotes notes;
    private readonly Lazy<CodeImage?> code;
    private readonly Lazy<CodeWalk> walk;
    private readonly Lazy<Dictionary<string, WantedSymbol>> wanted;

    /// <summary>Looks at nothing yet, but for what is kept of the file.</summary>
    /// <param name="image">The file.</param>
    /// <param name="lacking">What the processor does not have.</param>
    /// <param name="store">What was found out before; null for nothing.</param>
    public FileInstructions(BinaryImage image, CpuFeatures lacking, NoteStore? store)
    {
        this.image = image;
        this.lacking = lacking;
        this.store = store;
        code = new(() => image.Origin is { Source.HoldsCode: false } ? throw new NotRecordedException($"the code of {image.Name ?? "a file"}") : CodeImages.Of(image));
        walk = new(() => new CodeWalk(code.Value!, lacking));
        wanted = new(() => image.WantedSymbols.GroupBy(symbol => symbol.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal));
        if (store is not null) key = InstructionNotes.Key(ContentHash.Of(image), lacking);
        notes = InstructionNotes.Read(store?.Read(key));
    }

    /// <summary>What runs when the file is loaded.</summary>
    public IReadOnlyList<CodeFindings> OfInitialisers()
    {
        lock (gate) return notes.Initialisers ??= Note<CodeFindings[]>(code.Value is null ? [] : [.. code.Value.Initialisers.Select(walk.Value.From)]);
    }

    /// <summary>What runs when a function of the file is called; empty when the file does not offer it.</summary>
    /// <param name="function">The name as in C.</param>
    public IReadOnlyList<CodeFindings> OfFunction(string function)
    {
        lock (gate)
        {
            if (!notes.Functions.TryGetValue(function, out CodeFindings[]? findings))
                notes.Functions[function] = findings = Note<CodeFindings[]>(code.Value?.FunctionNamed(function) is { } address ? [walk.Value.From(new CodeRoot(address, function))] : []);
            return findings;
        }
    }

    /// <summary>What runs when an extension module is initialised: its init function and the slots that it hands back.</summary>
    /// <param name="function">The name of the init function.</param>
    public IReadOnlyList<CodeFindings> OfModule(string function)
    {
        lock (gate)
        {
            if (!notes.Modules.TryGetValue(function, out CodeFindings[]? findings))
            {
                notes.Modules[function] = findings = Note<CodeFindings[]>(code.Value?.FunctionNamed(function) is { } address
                    ? [walk.Value.From(new CodeRoot(address, function)), .. ModuleSlots.Of(code.Value, address).Select(walk.Value.From)] : []);
            }

            return findings;
        }
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
        return WhollyNeeds().IsEmpty ? null : Describe(path, findings, place, InstructionProof.WholeFile);
    }

    /// <summary>What the processor lacks and nearly all code of the file needs; mostly empty.</summary>
    public CpuFeatures WhollyNeeds()
    {
        lock (gate) return notes.WhollyNeeds ??= Note(code.Value is null ? default : CodeStyle.WhollyNeeds(code.Value, lacking));
    }

    /// <summary>Keeps what was found out for later runs.</summary>
    public void Keep()
    {
        lock (gate)
        {
            if (store is null || !notes.IsChanged) return;
            store.Write(key, notes.ToBytes());
            notes.IsChanged = false;
        }
    }

    private T Note<T>(T found)
    {
        notes.IsChanged = true;
        return found;
    }

    private FatalInstruction? Describe(string path, CodeFindings findings, CodePlace place, InstructionProof proof)
    {
        lock (gate)
        {
            IReadOnlyList<string> told = image.Ask($"instruction at {place.Address:x}", () => code.Value is { } readable ? [Convert.ToHexStringLower(readable.BytesAt(place.Address)), readable.NameAround(place.Address) ?? ""] : []);
            return told is [var bytes, var name] && InstructionReader.Read(Convert.FromHexString(bytes), place.Address, image.Architecture) is { } instruction
                ? new FatalInstruction(path, instruction, place.Lacking, name.Length == 0 ? null : name, findings.Root.Reason, proof)
                : null;
        }
    }
}
