using System.Buffers.Binary;
using Assay.Binaries.Code;
using static Assay.Binaries.MachO.MachOConstants;
using Architecture = Assay.Targets.Architecture;

namespace Assay.Binaries.MachO;

/// <summary>The code of a Mach-O image: functions from LC_FUNCTION_STARTS, foreign symbols from the indirect symbol table.</summary>
internal sealed class MachOCode : CodeImage
{
    private const uint LC_FUNCTION_STARTS = 0x26;
    private const int MostInitialisers = 1 << 14, MostFunctions = 1 << 22;

    private readonly MachOImage image;
    private readonly Lazy<ulong[]> starts;
    private readonly Lazy<IReadOnlyList<CodeRoot>> initialisers;
    private readonly Lazy<Dictionary<ulong, string>> slots;
    private readonly Lazy<(ulong Address, string Name)[]> named;
    private readonly MachOSection[] code;

    public MachOCode(MachOImage image)
    {
        this.image = image;
        code = [.. image.Sections.Where(section => (section.Flags & (S_ATTR_PURE_INSTRUCTIONS | S_ATTR_SOME_INSTRUCTIONS)) != 0)];
        starts = new(ReadStarts);
        initialisers = new(() => [.. image.Sections.SelectMany(ListInitialisers)]);
        slots = new(() => MachOSlots.Read(image));
        named = new(() => [.. image.Exports.Where(export => export.Address is not null).Select(export => (Base + export.Address!.Value.Value, Plain(export.Name))).Order()]);
    }

    /// <inheritdoc/>
    public override Architecture Architecture => image.Architecture;

    /// <inheritdoc/>
    public override IReadOnlyList<CodeRoot> Initialisers => initialisers.Value;

    /// <inheritdoc/>
    public override IEnumerable<CodeRange> Functions => starts.Value.Select(start => FunctionAround(start)).OfType<CodeRange>();

    // Addresses in tables count from the segment that holds the header.
    private ulong Base => image.Segments.FirstOrDefault(segment => segment.Name == "__TEXT")?.VirtualAddress.Value ?? 0;

    /// <inheritdoc/>
    public override ulong? FunctionNamed(string name) => image.ExportNamed("_" + name) is { Address: { } address } ? Base + address.Value : null;

    /// <inheritdoc/>
    public override string? SymbolOfSlot(ulong slot) => slots.Value.TryGetValue(slot, out string? name) ? Plain(name) : null;

    /// <inheritdoc/>
    public override ulong? PointerAt(ulong place)
    {
        ReadOnlySpan<byte> bytes = Read(place, 8).Span;
        return bytes.Length == 8 && !slots.Value.ContainsKey(place) ? MachOPointers.Decode(image, Base, place, BinaryPrimitives.ReadUInt64LittleEndian(bytes)) : null;
    }

    /// <inheritdoc/>
    public override CodeRange? FunctionAround(ulong address)
    {
        int at = Array.BinarySearch(starts.Value, address);
        at = at >= 0 ? at : ~at - 1;
        if (at < 0 || SectionOf(starts.Value[at]) is not { } section) return null;
        ulong end = section.VirtualAddress.Value + section.Size;
        if (at + 1 < starts.Value.Length) end = Math.Min(end, starts.Value[at + 1]);
        return address < end ? new CodeRange(starts.Value[at], end) : null;
    }

    /// <inheritdoc/>
    public override bool IsCode(ulong address) => SectionOf(address) is not null;

    /// <inheritdoc/>
    public override string? NameAround(ulong address) =>
        FunctionAround(address) is { } range && named.Value.FirstOrDefault(entry => entry.Address == range.Start) is { Name: { } name } ? name : null;

    /// <inheritdoc/>
    protected internal override ReadOnlyMemory<byte> Read(ulong address, int count) => image.BytesAt(address, count);

    private static string Plain(string stored) => stored.StartsWith('_') ? stored[1..] : stored;

    private MachOSection? SectionOf(ulong address)
    {
        foreach (MachOSection section in code)
            if (address >= section.VirtualAddress.Value && address - section.VirtualAddress.Value < section.Size) return section;
        return null;
    }

    private IEnumerable<CodeRoot> ListInitialisers(MachOSection section)
    {
        int size = section.Type == S_MOD_INIT_FUNC_POINTERS ? 8 : section.Type == S_INIT_FUNC_OFFSETS ? 4 : 0;
        if (size == 0) yield break;
        ulong count = Math.Min(section.Size / (ulong)size, MostInitialisers);
        for (ulong i = 0; i < count; i++)
        {
            ulong place = section.VirtualAddress.Value + (i * (ulong)size);
            ulong? function = size == 8 ? PointerAt(place) : Read(place, 4).Span is { Length: 4 } bytes ? Base + BinaryPrimitives.ReadUInt32LittleEndian(bytes) : null;
            if (function is { } known) yield return new CodeRoot(known, section.Name);
        }
    }

    // ULEB128 distances: the first from the header, each other from the one before; 0 ends the list.
    private ulong[] ReadStarts()
    {
        LoadCommand command = image.LoadCommands.FirstOrDefault(command => command.Number == LC_FUNCTION_STARTS);
        if (command.Number == 0 || image.ReadCommand(command) is not { Length: >= 8 } fields) return [];
        ReadOnlySpan<byte> data = image.LinkEdit(BinaryPrimitives.ReadUInt32LittleEndian(fields), BinaryPrimitives.ReadUInt32LittleEndian(fields.AsSpan(4)));
        List<ulong> list = [];
        ulong address = Base, distance = 0;
        int shift = 0;
        foreach (byte part in data)
        {
            if (shift < 63) distance |= (ulong)(part & 0x7f) << shift;
            shift += 7;
            if ((part & 0x80) != 0) continue;
            if (distance == 0 || list.Count >= MostFunctions) break;
            address = unchecked(address + distance);
            list.Add(address);
            (distance, shift) = (0, 0);
        }

        list.Sort();
        return [.. list];
    }
}
