using System.Buffers.Binary;
using Assay.Binaries.Code;
using Architecture = Assay.Targets.Architecture;

namespace Assay.Binaries.Pe;

/// <summary>The code of a 64-bit PE image: functions from <c>.pdata</c>, what runs on loading from the header and the TLS directory. Addresses count from the image's base.</summary>
internal sealed class PeCode : CodeImage
{
    private const int IMAGE_DIRECTORY_ENTRY_EXCEPTION = 3;
    private const int MostCallbacks = 1024;

    private readonly PeImage image;
    private readonly Lazy<CodeRange[]> functions;
    private readonly Lazy<IReadOnlyList<CodeRoot>> initialisers;
    private readonly Lazy<(ulong Address, string Name)[]> named;

    public PeCode(PeImage image)
    {
        this.image = image;
        functions = new(ReadFunctions);
        initialisers = new(ListInitialisers);
        named = new(() => [.. image.Exports.Where(export => export is { Name: not null, Forwarder: null }).Select(export => ((ulong)export.Address.Value, export.Name!)).Order()]);
    }

    /// <inheritdoc/>
    public override Architecture Architecture => image.Architecture;

    /// <inheritdoc/>
    public override IReadOnlyList<CodeRoot> Initialisers => initialisers.Value;

    /// <inheritdoc/>
    public override IEnumerable<CodeRange> Functions => functions.Value;

    /// <inheritdoc/>
    public override ulong? FunctionNamed(string name) => named.Value.FirstOrDefault(entry => entry.Name == name) is { Name: not null } found ? found.Address : null;

    /// <inheritdoc/>
    public override string? SymbolOfSlot(ulong slot) => null;

    /// <inheritdoc/>
    public override ulong? PointerAt(ulong place)
    {
        ReadOnlySpan<byte> bytes = Read(place, 8).Span;
        if (bytes.Length < 8) return null;
        ulong inside = unchecked(BinaryPrimitives.ReadUInt64LittleEndian(bytes) - image.Header.ImageBase);
        return inside > 0 && inside < image.Header.SizeOfImage ? inside : null;
    }

    /// <inheritdoc/>
    public override CodeRange? FunctionAround(ulong address)
    {
        int low = 0, high = functions.Value.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (functions.Value[middle].Start <= address) low = middle + 1;
            else high = middle - 1;
        }

        return high >= 0 && address < functions.Value[high].End ? functions.Value[high] : null;
    }

    /// <inheritdoc/>
    public override bool IsCode(ulong address) => image.Sections.Any(section =>
        (section.Characteristics & PeConstants.IMAGE_SCN_CNT_CODE) != 0 && address >= section.Address.Value && address - section.Address.Value < Math.Min(section.RawSize, Math.Max(section.VirtualSize, 1)));

    /// <inheritdoc/>
    public override string? NameAround(ulong address) =>
        FunctionAround(address) is { } range && named.Value.FirstOrDefault(entry => entry.Address == range.Start) is { Name: { } name } ? name : null;

    /// <inheritdoc/>
    protected internal override ReadOnlyMemory<byte> Read(ulong address, int count) => image.BytesAt(address, count);

    private List<CodeRoot> ListInitialisers()
    {
        List<CodeRoot> roots = [];
        DataDirectory directory = image.Directory(PeConstants.IMAGE_DIRECTORY_ENTRY_TLS);

        // IMAGE_TLS_DIRECTORY64: AddressOfCallBacks is its fourth address; the list of addresses ends with 0.
        if (!directory.IsAbsent && PointerAt(directory.Address.Value + 24UL) is { } list)
        {
            for (int i = 0; i < MostCallbacks && PointerAt(list + ((ulong)i * 8)) is { } callback; i++) roots.Add(new CodeRoot(callback, "AddressOfCallBacks"));
        }

        if (!image.Header.EntryPoint.IsZero) roots.Add(new CodeRoot(image.Header.EntryPoint.Value, "AddressOfEntryPoint"));
        return roots;
    }

    // RUNTIME_FUNCTION: of x64 three addresses (begin, end, unwind data); of arm64 a beginning and either packed data, whose bits 2 to 12 are the length in instructions, or the address of
    // a record that begins with the length in its low 18 bits.
    private CodeRange[] ReadFunctions()
    {
        DataDirectory directory = image.Directory(IMAGE_DIRECTORY_ENTRY_EXCEPTION);
        if (directory.IsAbsent) return [];
        bool isArm = image.Architecture == Architecture.Arm64;
        int size = isArm ? 8 : 12;
        ReadOnlySpan<byte> table = image.BytesAt(directory.Address.Value, (int)Math.Min(directory.Size, int.MaxValue / 2)).Span;
        List<CodeRange> list = [];
        for (; table.Length >= size; table = table[size..])
        {
            uint start = BinaryPrimitives.ReadUInt32LittleEndian(table), second = BinaryPrimitives.ReadUInt32LittleEndian(table[4..]);
            uint end = isArm ? start + ArmLength(second) : second;
            if (end > start && (list.Count == 0 || start >= list[^1].Start)) list.Add(new CodeRange(start, end));
        }

        return [.. list];
    }

    private uint ArmLength(uint data)
    {
        if ((data & 3) != 0) return ((data >> 2) & 0x7ff) * 4;
        ReadOnlySpan<byte> record = Read(data, 4).Span;
        return record.Length < 4 ? 0 : (BinaryPrimitives.ReadUInt32LittleEndian(record) & 0x3ffff) * 4;
    }
}
