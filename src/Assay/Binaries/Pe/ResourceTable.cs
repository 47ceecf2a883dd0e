using System.Collections.Immutable;
using System.Text;
using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>Reads the resource tree: three levels of IMAGE_RESOURCE_DIRECTORY - type, id, language - then IMAGE_RESOURCE_DATA_ENTRY.</summary>
internal sealed class ResourceTable
{
    /// <summary>More resources than a Python package ever has; a tree whose branches share nodes would have no end otherwise.</summary>
    private const int Limit = 4096;

    private const string Record = "IMAGE_RESOURCE_DIRECTORY";
    private const uint HighBit = 0x80000000;

    private readonly PeView view;
    private readonly DataDirectory root;
    private readonly ImmutableArray<PeResource>.Builder found = ImmutableArray.CreateBuilder<PeResource>();
    private int entriesRead;

    private ResourceTable(PeView view, DataDirectory root)
    {
        this.view = view;
        this.root = root;
    }

    /// <summary>Reads the tree, in its own order.</summary>
    /// <param name="view">The image.</param>
    public static ImmutableArray<PeResource> Read(PeView view)
    {
        DataDirectory root = view.Directory(PeConstants.IMAGE_DIRECTORY_ENTRY_RESOURCE);
        if (root.IsAbsent) return [];
        ResourceTable table = new(view, root);
        view.Faults.Guard(0, table.ReadAll);
        return table.found.ToImmutable();
    }

    private int ReadAll()
    {
        foreach ((uint type, uint types) in Entries(0))
        {
            if ((types & HighBit) == 0) continue;
            foreach ((uint id, uint ids) in Entries(types & ~HighBit))
            {
                if ((ids & HighBit) == 0) continue;
                (uint _, uint language) = Entries(ids & ~HighBit).FirstOrDefault();
                if (language == 0 || (language & HighBit) != 0) continue;
                ByteReader data = view.Reader(At(language), 16, "IMAGE_RESOURCE_DATA_ENTRY", root.Offset);
                FileOffset entry = data.Offset;
                (uint? typeNumber, string? typeName) = Label(type);
                (uint? idNumber, string? idName) = Label(id);
                found.Add(new PeResource(typeNumber, typeName, idNumber, idName, new Rva(data.ReadUInt32()), data.ReadUInt32()) { Offset = entry });
            }
        }

        return 0;
    }

    private List<(uint Name, uint Target)> Entries(uint offset)
    {
        ByteReader reader = view.Reader(At(offset), 16, Record, root.Offset);
        reader.Skip(12);
        int count = reader.ReadUInt16() + reader.ReadUInt16();
        if ((entriesRead += count) > Limit) reader.Fail($"at most {Limit} resources", "more");
        ByteReader entries = view.Reader(At(offset + 16), count * 8, "IMAGE_RESOURCE_DIRECTORY_ENTRY", root.Offset);
        List<(uint, uint)> list = [];
        while (list.Count < count) list.Add((entries.ReadUInt32(), entries.ReadUInt32()));
        return list;
    }

    private Rva At(uint offset) => new(root.Address.Value + offset);

    // A name is counted UTF-16; its offset has the high bit set.
    private (uint? Number, string? Name) Label(uint name)
    {
        if ((name & HighBit) == 0) return (name, null);
        Rva address = At(name & ~HighBit);
        int length = view.Reader(address, 2, "IMAGE_RESOURCE_DIR_STRING_U", root.Offset).ReadUInt16();
        ByteReader text = view.Reader(new Rva(address.Value + 2), length * 2, "IMAGE_RESOURCE_DIR_STRING_U", root.Offset);
        return (null, Encoding.Unicode.GetString(text.ReadBytes(length * 2)));
    }
}
