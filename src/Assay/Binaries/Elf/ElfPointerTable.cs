using System.Buffers.Binary;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>What the relocations of a 64-bit file write into its words: addresses of its own, or those of symbols.</summary>
internal sealed class ElfPointerTable
{
    private readonly ElfImage image;
    private readonly Dictionary<ulong, ulong> addresses = [];
    private readonly Dictionary<ulong, int> symbols = [];
    private readonly List<ulong> resolvers = [];
    private readonly bool hasPacked;

    private ElfPointerTable(ElfImage image)
    {
        this.image = image;
        hasPacked = image.HasRelr || image.Relocations.Count == 0;
    }

    /// <summary>The functions that pick an implementation while the relocations are applied (R_*_IRELATIVE, and own symbols of type STT_GNU_IFUNC).</summary>
    public IReadOnlyList<ulong> Resolvers => resolvers;

    /// <summary>Reads the relocations of a file.</summary>
    /// <param name="image">The file, of x86-64 or arm64.</param>
    public static ElfPointerTable Read(ElfImage image)
    {
        ElfPointerTable table = new(image);
        bool isArm = image.Header.Machine == ElfConstants.EM_AARCH64;
        (uint absolute, uint data, uint call, uint relative, uint indirect) = isArm ? (257u, 1025u, 1026u, 1027u, 1032u) : (1u, 6u, 7u, 8u, 37u);
        foreach (ElfRelocation relocation in image.Relocations)
        {
            ulong place = relocation.Target.Value;
            if (relocation.Type == relative) table.addresses[place] = relocation.Addend;
            else if (relocation.Type == indirect) table.AddResolver(relocation.Addend);
            else if (relocation.Type == data || relocation.Type == call || relocation.Type == absolute) table.AddSymbol(place, relocation);
        }

        return table;
    }

    /// <summary>The index of the foreign symbol whose address is written into a word, or null.</summary>
    /// <param name="slot">The word.</param>
    public int? SymbolAt(ulong slot) => symbols.TryGetValue(slot, out int index) ? index : null;

    /// <summary>The address in this file that a word holds, or null.</summary>
    /// <param name="place">The word.</param>
    public ulong? AddressAt(ulong place)
    {
        if (addresses.TryGetValue(place, out ulong address)) return address;

        // Packed relative relocations (DT_RELR) leave the address in the word itself, as do files that are not moved.
        if (!hasPacked || symbols.ContainsKey(place)) return null;
        ReadOnlySpan<byte> word = image.BytesAt(new VirtualAddress(place), 8).Span;
        return word.Length == 8 && BinaryPrimitives.ReadUInt64LittleEndian(word) is not 0 and ulong stored ? stored : null;
    }

    private void AddSymbol(ulong place, in ElfRelocation relocation)
    {
        ElfSymbol symbol = image.Symbols[relocation.SymbolIndex];
        if (!symbol.IsDefined) symbols[place] = relocation.SymbolIndex;
        else if (symbol.IsIndirectFunction) AddResolver(symbol.Value);
        else if (symbol.Value != 0) addresses[place] = unchecked(symbol.Value + relocation.Addend);
    }

    private void AddResolver(ulong address)
    {
        const int most = 4096;
        if (resolvers.Count < most && !resolvers.Contains(address)) resolvers.Add(address);
    }
}
