using System.Collections.Immutable;
using Assay.Primitives;
using static Assay.Binaries.Pe.PeConstants;

namespace Assay.Binaries.Pe;

/// <summary>Reads the import and delay-import tables. Names and ordinals come from the table that binding leaves alone (OriginalFirstThunk).</summary>
internal static class ImportTable
{
    /// <summary>More DLLs than any real file imports.</summary>
    private const int DescriptorLimit = 16384;

    /// <summary>The linker of Visual C++ cuts decorated names at 4095 characters; others have no limit, but no use for more than this either.</summary>
    private const int NameLimit = 65536;

    private const int DllNameLimit = 1024;

    /// <summary>Reads the descriptors with the names of the DLLs, imports before delayed ones.</summary>
    /// <param name="view">The image.</param>
    public static ImmutableArray<ImportDescriptor> ReadDescriptors(PeView view)
    {
        ImmutableArray<ImportDescriptor>.Builder list = ImmutableArray.CreateBuilder<ImportDescriptor>();
        Read(view, IMAGE_DIRECTORY_ENTRY_IMPORT, delayed: false, list);
        Read(view, IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT, delayed: true, list);
        return list.ToImmutable();
    }

    /// <summary>Reads the symbols of every descriptor.</summary>
    /// <param name="view">The image.</param>
    /// <param name="descriptors">The descriptors.</param>
    public static ImmutableArray<ImportedDll> ReadSymbols(PeView view, ImmutableArray<ImportDescriptor> descriptors)
    {
        // Arrays of honest files do not overlap, so together they hold no more entries, and no more bytes of names, than the file has room for.
        Budget budget = new(view.FileLength / (view.Header.Is64Bit ? 8 : 4), view.FileLength + 65536);
        ImmutableArray<ImportedDll>.Builder list = ImmutableArray.CreateBuilder<ImportedDll>(descriptors.Length);
        foreach (ImportDescriptor descriptor in descriptors)
        {
            ImmutableArray<string>.Builder symbols = ImmutableArray.CreateBuilder<string>();
            if (!budget.IsSpent) view.Faults.Guard(0, () => ReadNames(view, descriptor, budget, symbols));
            list.Add(new ImportedDll(descriptor.DllName, descriptor.IsDelayed, descriptor.Offset, symbols.ToImmutable()));
        }

        return list.ToImmutable();
    }

    private static void Read(PeView view, int directoryIndex, bool delayed, ImmutableArray<ImportDescriptor>.Builder list)
    {
        DataDirectory directory = view.Directory(directoryIndex);
        if (directory.IsAbsent) return;
        string record = delayed ? "IMAGE_DELAYLOAD_DESCRIPTOR" : "IMAGE_IMPORT_DESCRIPTOR";
        int size = delayed ? 32 : 20;
        view.Faults.Guard(0, () =>
        {
            // The loader ignores the directory's size and goes on to the first empty descriptor; so the table is read piece by piece.
            ByteReader reader = default;
            for (int index = 0; index < DescriptorLimit; index++)
            {
                if (reader.Remaining < size) reader = view.Reader(new Rva(directory.Address.Value + (uint)(index * size)), size * 64, record, directory.Offset);
                reader.RecordIndex = index;
                FileOffset offset = reader.Offset;
                (Rva name, Rva names) = delayed ? ReadDelayed(ref reader, view.Header.ImageBase) : ReadImport(ref reader);
                if (name.IsZero) return 0;
                if (view.Faults.Guard(null, () => view.ReadString(name, DllNameLimit, record, offset)) is { } dll)
                    list.Add(new ImportDescriptor(dll, delayed, names, offset));
                else if (view.Faults.All.Length >= FaultLog.Limit) return 0;
            }

            reader.Fail($"fewer than {DescriptorLimit} descriptors", "more");
            return 0;
        });
    }

    private static (Rva Name, Rva Names) ReadImport(ref ByteReader reader)
    {
        uint original = reader.ReadUInt32();
        reader.Skip(8); // TimeDateStamp, ForwarderChain
        Rva name = new(reader.ReadUInt32());
        uint first = reader.ReadUInt32();
        return (first == 0 ? default : name, new Rva(original == 0 ? first : original));
    }

    // Descriptors of Visual C++ 6 hold addresses with the image base in them: bit 0 of Attributes is then clear.
    private static (Rva Name, Rva Names) ReadDelayed(ref ByteReader reader, ulong imageBase)
    {
        uint imageBaseInAddresses = (reader.ReadUInt32() & 1) == 0 ? (uint)imageBase : 0;
        uint name = reader.ReadUInt32();
        reader.Skip(8); // ModuleHandleRVA, ImportAddressTableRVA
        uint names = reader.ReadUInt32();
        reader.Skip(12); // BoundImportAddressTableRVA, UnloadInformationTableRVA, TimeDateStamp
        return (new Rva(name == 0 ? 0 : name - imageBaseInAddresses), new Rva(names - imageBaseInAddresses));
    }

    private static int ReadNames(PeView view, ImportDescriptor descriptor, Budget budget, ImmutableArray<string>.Builder symbols)
    {
        bool wide = view.Header.Is64Bit;
        int size = wide ? 8 : 4;
        string record = $"names of {descriptor.DllName}";
        const int chunk = 4096;
        for (uint address = descriptor.Names.Value; ; address += chunk)
        {
            ByteReader reader = view.Reader(new Rva(address), chunk, record, descriptor.Offset);
            do
            {
                ulong entry = reader.ReadWord(wide);
                if (entry == 0) return 0;
                if (--budget.Entries < 0) reader.Fail("no more entries than the file has room for", "more");
                ulong ordinalFlag = wide ? 1UL << 63 : 1UL << 31;
                if ((entry & ordinalFlag) != 0)
                {
                    symbols.Add($"#{entry & 0xffff}");
                    continue;
                }

                // IMAGE_IMPORT_BY_NAME: a 16-bit hint, then the name.
                string name = view.ReadString(new Rva((uint)(entry & 0x7fffffff) + 2), NameLimit, record, reader.Offset);
                if ((budget.NameBytes -= name.Length) < 0) reader.Fail("names that share few bytes", "more bytes than the file has");
                symbols.Add(name);
            }
            while (reader.Remaining >= size);
        }
    }

    private sealed class Budget(long entries, long nameBytes)
    {
        public long Entries { get; set; } = entries;

        public long NameBytes { get; set; } = nameBytes;

        public bool IsSpent => Entries < 0 || NameBytes < 0;
    }
}
