using System.Buffers.Binary;
using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>
/// IMAGE_EXPORT_DIRECTORY: addresses by ordinal, and names in byte order that lead to them. The loader finds a name by binary search, and so does
/// <see cref="Find"/>.
/// </summary>
internal sealed class ExportTable : SymbolOffer
{
    private const string Record = "IMAGE_EXPORT_DIRECTORY";
    private const int NameLimit = 65536;

    private readonly PeView view;
    private readonly DataDirectory directory;
    private readonly uint ordinalBase;
    private readonly byte[] functions;
    private readonly byte[] names;
    private readonly byte[] ordinals;

    private ExportTable(PeView view, DataDirectory directory, string? dllName, uint ordinalBase, byte[] functions, byte[] names, byte[] ordinals)
    {
        this.view = view;
        this.directory = directory;
        this.ordinalBase = ordinalBase;
        this.functions = functions;
        this.names = names;
        this.ordinals = ordinals;
        DllName = dllName;
    }

    /// <summary>The name in the directory, or null when it cannot be read. It is the linker's name: a renamed file keeps it.</summary>
    public string? DllName { get; }

    private int FunctionCount => functions.Length / 4;

    private int NameCount => Math.Min(names.Length / 4, ordinals.Length / 2);

    /// <summary>Reads the directory and its three arrays; the names themselves are read when asked for.</summary>
    /// <param name="view">The image.</param>
    /// <param name="directory">Where the table is.</param>
    /// <returns>Null when the directory cannot be read.</returns>
    public static ExportTable? Read(PeView view, DataDirectory directory) => view.Faults.Guard<ExportTable?>(null, () =>
    {
        ByteReader reader = view.Reader(directory.Address, 40, Record, directory.Offset);
        FileOffset start = reader.Offset;
        reader.Skip(12); // Characteristics, TimeDateStamp, version
        Rva name = new(reader.ReadUInt32());
        uint ordinalBase = reader.ReadUInt32();
        uint functionCount = reader.ReadUInt32();
        uint nameCount = reader.ReadUInt32();
        byte[] functions = FetchArray(view, new Rva(reader.ReadUInt32()), functionCount, 4, "AddressOfFunctions", start);
        byte[] names = FetchArray(view, new Rva(reader.ReadUInt32()), nameCount, 4, "AddressOfNames", start);
        byte[] ordinals = FetchArray(view, new Rva(reader.ReadUInt32()), nameCount, 2, "AddressOfNameOrdinals", start);
        string? dllName = name.IsZero ? null : view.Faults.Guard(null, () => view.ReadString(name, NameLimit, Record, start));
        return new ExportTable(view, directory, dllName, ordinalBase, functions, names, ordinals);
    });

    /// <summary>Every export: the named ones in table order, then the nameless ones by ordinal.</summary>
    public IEnumerable<PeExport> Entries()
    {
        System.Collections.BitArray named = new(FunctionCount);
        long budget = (4 * view.FileLength) + 65536;
        for (int index = 0; index < NameCount; index++)
        {
            if (ReadName(index) is not { } name)
            {
                if (view.Faults.All.Length >= FaultLog.Limit) yield break;
                continue;
            }

            if ((budget -= name.Length) < 0)
            {
                view.Faults.Add(new BinaryFault(directory.Offset, Record, "names that share few bytes", "more than four times the file's size"));
                yield break;
            }

            int function = FunctionOf(index);
            if (function < FunctionCount) named[function] = true;
            yield return Entry(name, function);
        }

        for (int function = 0; function < FunctionCount; function++)
        {
            if (!named[function] && AddressOf(function).Value != 0) yield return Entry(null, function);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<OfferedSymbol> All => Entries().Select(export => export.ToOffer());

    /// <inheritdoc/>
    public override IReadOnlyList<OfferedSymbol> Find(string name) => FindEntry(name) is { } export ? [export.ToOffer()] : [];

    /// <summary>Finds an export by name, or by ordinal when the name is <c>#12</c>.</summary>
    /// <param name="name">The name as stored; case matters.</param>
    public PeExport? FindEntry(string name)
    {
        if (name.StartsWith('#') && uint.TryParse(name.AsSpan(1), out uint ordinal))
        {
            long function = (long)ordinal - ordinalBase;
            return function >= 0 && function < FunctionCount && AddressOf((int)function).Value != 0 ? Entry(null, (int)function) : null;
        }

        int low = 0, high = NameCount - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            int order = string.CompareOrdinal(ReadName(middle), name);
            if (order == 0) return Entry(name, FunctionOf(middle));
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    private static byte[] FetchArray(PeView view, Rva address, uint count, int size, string record, FileOffset statedAt)
    {
        if (count == 0) return [];
        return view.Faults.Guard(Array.Empty<byte>(), () =>
        {
            byte[] bytes = view.Fetch(address, (long)count * size, record, statedAt, out FileOffset start);
            if (bytes.Length < (long)count * size) view.Faults.Add(new BinaryFault(start, record, $"{count} entries", $"room for {bytes.Length / size}"));
            return bytes;
        });
    }

    private string? ReadName(int index)
    {
        Rva address = new(BinaryPrimitives.ReadUInt32LittleEndian(names.AsSpan(index * 4)));
        return view.Faults.Guard(null, () => view.ReadString(address, NameLimit, "AddressOfNames", directory.Offset));
    }

    private int FunctionOf(int nameIndex) => BinaryPrimitives.ReadUInt16LittleEndian(ordinals.AsSpan(nameIndex * 2));

    private Rva AddressOf(int function) =>
        function < FunctionCount ? new Rva(BinaryPrimitives.ReadUInt32LittleEndian(functions.AsSpan(function * 4))) : default;

    // An address inside the export directory itself is no code but the text of a forwarder.
    private PeExport Entry(string? name, int function)
    {
        Rva address = AddressOf(function);
        uint ordinal = ordinalBase + (uint)function;
        bool forwarded = address.Value >= directory.Address.Value && address.Value - directory.Address.Value < directory.Size;
        if (!forwarded) return new PeExport(name, ordinal, address, null);
        string? target = view.Faults.Guard(null, () => view.ReadString(address, NameLimit, "forwarder", directory.Offset));
        return new PeExport(name, ordinal, default, target ?? "");
    }
}
