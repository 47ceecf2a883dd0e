using Assay.Primitives;
using static Assay.Binaries.Pe.PeConstants;

namespace Assay.Binaries.Pe;

/// <summary>Writes the content of <c>.rdata</c>: import, delay-import and export tables, TLS, load configuration and debug directories.</summary>
/// <param name="pe">The description.</param>
/// <param name="start">Where the section is.</param>
/// <param name="code">Where the exports' code is.</param>
/// <param name="codeSize">How many bytes of code an export has.</param>
/// <param name="fileStart">Where the section is in the file, which debug directories repeat.</param>
internal sealed class PeTables(PeDescription pe, Rva start, Rva code, int codeSize, uint fileStart)
{
    private readonly ByteWriter writer = new(bigEndian: false);

    /// <summary>The data directories of what was written.</summary>
    public DataDirectory[] Directories { get; } = new DataDirectory[IMAGE_NUMBEROF_DIRECTORY_ENTRIES];

    private bool Wide => pe.Header.Is64Bit;

    private uint Here => start.Value + (uint)writer.Length;

    private ulong BaseForPointers => pe.Header.ImageBase;

    /// <summary>Writes everything.</summary>
    public byte[] Write()
    {
        WriteImports([.. pe.Imports.Where(import => !import.IsDelayed)], IMAGE_DIRECTORY_ENTRY_IMPORT, 20);
        WriteImports([.. pe.Imports.Where(import => import.IsDelayed)], IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT, 32);
        WriteExports();
        WriteThreadLocal();
        WriteLoadConfig();
        WriteDebug();
        return writer.ToArray();
    }

    private void WriteImports(List<PeDescribedImport> imports, int directory, int descriptorSize)
    {
        if (imports.Count == 0) return;
        bool delayed = directory == IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT;
        writer.Align(8);
        uint table = Here;
        int descriptors = writer.Length;
        writer.Zeros((imports.Count + 1) * descriptorSize);
        Directories[directory] = new DataDirectory(new Rva(table), Here - table);
        for (int index = 0; index < imports.Count; index++)
        {
            PeDescribedImport import = imports[index];
            uint name = Here;
            writer.CString(import.DllName).Align(2);
            uint[] entries = [.. import.Symbols.Select(WriteHintName)];
            writer.Align(8);
            uint names = WriteThunks(import, entries);
            uint addresses = WriteThunks(import, entries);
            int descriptor = descriptors + (index * descriptorSize);
            if (delayed)
            {
                uint module = Here;
                writer.Zeros(8);
                uint[] fields = [1, name, module, addresses, names];
                for (int field = 0; field < fields.Length; field++) writer.SetUInt32(descriptor + (field * 4), fields[field]);
            }
            else
            {
                writer.SetUInt32(descriptor, names);
                writer.SetUInt32(descriptor + 12, name);
                writer.SetUInt32(descriptor + 16, addresses);
            }
        }
    }

    private uint WriteHintName(string symbol)
    {
        if (symbol.StartsWith('#')) return 0;
        uint at = Here;
        writer.UInt16(0).CString(symbol).Align(2);
        return at;
    }

    private uint WriteThunks(PeDescribedImport import, uint[] entries)
    {
        uint at = Here;
        for (int index = 0; index < entries.Length; index++)
        {
            ulong ordinal = entries[index] == 0 ? ushort.Parse(import.Symbols[index].AsSpan(1)) | (Wide ? 1UL << 63 : 1UL << 31) : 0;
            writer.Word(entries[index] == 0 ? ordinal : entries[index], Wide);
        }

        writer.Word(0, Wide);
        return at;
    }

    private void WriteExports()
    {
        if (pe.Offers.Count == 0 && pe.Name is null) return;
        writer.Align(4);
        uint first = pe.Offers.Count == 0 ? 1 : pe.Offers.Min(offer => offer.Ordinal);
        uint count = pe.Offers.Count == 0 ? 0 : pe.Offers.Max(offer => offer.Ordinal) - first + 1;

        // The loader searches by halves: names must be in the order of their bytes.
        List<PeExport> named = [.. pe.Offers.Where(offer => offer.Name is not null).OrderBy(offer => offer.Name, StringComparer.Ordinal)];
        uint table = Here;
        int directory = writer.Length;
        writer.Zeros(16).UInt32(first).UInt32(count).UInt32((uint)named.Count);
        uint functions = table + 40, names = functions + (4 * count), ordinals = names + (4 * (uint)named.Count);
        writer.UInt32(functions).UInt32(names).UInt32(ordinals);
        int functionsAt = writer.Length, namesAt = functionsAt + (4 * (int)count);
        writer.Zeros((4 * (int)count) + (4 * named.Count));
        foreach (PeExport export in named) writer.UInt16((ushort)(export.Ordinal - first));
        for (int index = 0; index < named.Count; index++)
        {
            writer.SetUInt32(namesAt + (4 * index), Here);
            writer.CString(named[index].Name!);
        }

        for (int index = 0; index < pe.Offers.Count; index++)
        {
            PeExport offer = pe.Offers[index];
            writer.SetUInt32(functionsAt + (4 * (int)(offer.Ordinal - first)), offer.Forwarder is null ? code.Value + (uint)(index * codeSize) : Here);
            if (offer.Forwarder is { } forwarder) writer.CString(forwarder);
        }

        if (pe.Name is { } name)
        {
            writer.SetUInt32(directory + 12, Here);
            writer.CString(name);
        }

        // An address within this range is a forwarder's: the range must hold all their texts.
        Directories[IMAGE_DIRECTORY_ENTRY_EXPORT] = new DataDirectory(new Rva(table), Here - table);
    }

    private void WriteThreadLocal()
    {
        if (pe.ThreadLocal is not { } block) return;
        writer.Align(16);
        ulong template = BaseForPointers + Here;
        writer.Zeros((int)block.FileSize).Align(16);
        ulong slot = BaseForPointers + Here;
        writer.Zeros(16);
        uint table = Here;
        uint alignment = (uint)(System.Numerics.BitOperations.Log2((ulong)Math.Max(1, block.Alignment)) + 1) << 20;
        writer.Word(template, Wide).Word(template + (ulong)block.FileSize, Wide).Word(slot, Wide).Word(0, Wide);
        writer.UInt32((uint)(block.MemorySize - block.FileSize)).UInt32(block.Alignment <= 1 ? 0 : alignment);
        Directories[IMAGE_DIRECTORY_ENTRY_TLS] = new DataDirectory(new Rva(table), Here - table);
    }

    private void WriteLoadConfig()
    {
        if (pe.LoadConfig is not { } config) return;
        writer.Align(8);
        uint table = Here;
        int at = writer.Length;
        ByteWriter fields = new(bigEndian: false);
        fields.UInt32(config.Size).Zeros(Wide ? 74 : 50).UInt16(config.DependentLoadFlags).Zeros(Wide ? 64 : 32).UInt32(config.GuardFlags);
        fields.Zeros(Wide ? 52 : 32).Word(config.ChpeMetadataPointer, Wide);
        int size = (int)Math.Min(Math.Max(config.Size, 4), 4096);
        writer.Bytes(fields.Written[..Math.Min(size, fields.Length)]).Zeros(at + size - Math.Min(writer.Length, at + size));
        Directories[IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG] = new DataDirectory(new Rva(table), config.Size);
    }

    private void WriteDebug()
    {
        if (pe.PdbPaths.Count == 0) return;
        List<(uint Address, uint Size)> records = [];
        foreach (string path in pe.PdbPaths)
        {
            writer.Align(4);
            uint record = Here;
            writer.Bytes("RSDS"u8).Zeros(16).UInt32(1).CString(path);
            records.Add((record, Here - record));
        }

        writer.Align(4);
        uint table = Here;
        foreach ((uint address, uint size) in records)
            writer.Zeros(12).UInt32(IMAGE_DEBUG_TYPE_CODEVIEW).UInt32(size).UInt32(address).UInt32(address - start.Value + fileStart);
        Directories[IMAGE_DIRECTORY_ENTRY_DEBUG] = new DataDirectory(new Rva(table), Here - table);
    }
}
