using System.Text;
using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>Writes an exports trie. Offsets are ULEB128 numbers, so a node's place depends on the size of the offsets before it: they are settled by repetition.</summary>
internal static class ExportsTrieWriter
{
    /// <summary>Writes the trie.</summary>
    /// <param name="exports">The exports in the order in which their branches are to be made.</param>
    public static byte[] Write(IEnumerable<MachOExport> exports)
    {
        Node root = new();
        foreach (MachOExport export in exports) Insert(root, Encoding.UTF8.GetBytes(export.Name), Terminal(export));
        if (root.Children.Count == 0) return [];
        List<Node> nodes = [];
        Collect(root, nodes);
        bool settled = false;
        while (!settled)
        {
            settled = true;
            int offset = 0;
            foreach (Node node in nodes)
            {
                settled &= node.Offset == offset;
                node.Offset = offset;
                offset += Encode(node).Length;
            }
        }

        ByteWriter writer = new(bigEndian: false);
        foreach (Node node in nodes) writer.Bytes(Encode(node).Written);
        return writer.ToArray();
    }

    private static byte[] Terminal(MachOExport export)
    {
        ByteWriter data = new(bigEndian: false);
        data.Uleb128(export.Flags);
        if (export.ReexportName is { } other) data.Uleb128(export.ReexportOrdinal).CString(other == export.Name ? "" : other);
        else data.Uleb128(export.Address?.Value ?? 0);
        if ((export.Flags & EXPORT_SYMBOL_FLAGS_STUB_AND_RESOLVER) != 0) data.Uleb128(export.Address?.Value ?? 0);
        return data.ToArray();
    }

    private static void Insert(Node node, ReadOnlySpan<byte> name, byte[] terminal)
    {
        while (!name.IsEmpty)
        {
            int common = 0;
            int index = -1;
            for (int candidate = 0; candidate < node.Children.Count && common == 0; candidate++)
            {
                common = name.CommonPrefixLength(node.Children[candidate].Label);
                index = candidate;
            }

            if (common == 0)
            {
                node.Children.Add((name.ToArray(), new Node { Terminal = terminal }));
                return;
            }

            (byte[] label, Node child) = node.Children[index];
            if (common < label.Length)
            {
                Node middle = new();
                middle.Children.Add((label[common..], child));
                node.Children[index] = (label[..common], middle);
                child = middle;
            }

            node = child;
            name = name[common..];
        }

        node.Terminal = terminal;
    }

    private static void Collect(Node node, List<Node> nodes)
    {
        nodes.Add(node);
        foreach ((byte[] _, Node child) in node.Children) Collect(child, nodes);
    }

    private static ByteWriter Encode(Node node)
    {
        ByteWriter writer = new(bigEndian: false);
        writer.Uleb128((ulong)(node.Terminal?.Length ?? 0)).Bytes(node.Terminal).Byte((byte)node.Children.Count);
        foreach ((byte[] label, Node child) in node.Children) writer.Bytes(label).Byte(0).Uleb128((ulong)child.Offset);
        return writer;
    }

    private sealed class Node
    {
        public int Offset { get; set; } = -1;

        public byte[]? Terminal { get; set; }

        public List<(byte[] Label, Node Child)> Children { get; } = [];
    }
}
