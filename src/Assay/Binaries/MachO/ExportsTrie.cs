using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>
/// The exports trie: names as paths through a prefix tree (<c>mach-o/loader.h</c>, "The symbols exported by a dylib are encoded in a trie").
/// A node is a terminal's size and data, a child count, and per child an edge label and the child's offset. A node's offset leads anywhere, so a
/// hostile trie can have circles and shared subtrees; the walk visits no node twice and bounds the bytes of its labels and names.
/// </summary>
/// <param name="slice">The image.</param>
/// <param name="start">Where the trie starts, in bytes from the start of the slice.</param>
/// <param name="bytes">The trie.</param>
internal sealed class ExportsTrie(MachOSlice slice, uint start, byte[] bytes)
{
    private const string Record = "exports trie";

    /// <summary>Bytes of names per byte of trie that are still believed; real tries stay below 10.</summary>
    private const long Expansion = 64;

    /// <summary>Edges without a label that are followed on the way to one name.</summary>
    private const int EmptyEdges = 16;

    /// <summary>Finds one name by following its characters.</summary>
    /// <param name="name">The name as stored.</param>
    /// <returns>The export, or null when the trie does not hold it.</returns>
    public MachOExport? Find(string name)
    {
        if (bytes.Length == 0) return null;
        byte[] wanted = System.Text.Encoding.UTF8.GetBytes(name);
        return slice.Faults.Guard<MachOExport?>(null, () => Follow(name, wanted));
    }

    /// <summary>Every export in trie order.</summary>
    public IEnumerable<MachOExport> All()
    {
        if (bytes.Length == 0) yield break;
        Walk walk = new(bytes.Length);
        while (walk.Pending.TryPop(out Step step))
        {
            MachOExport? export = slice.Faults.Guard<MachOExport?>(null, () => Visit(walk, step));
            if (export is not null) yield return export;
            if (slice.Faults.All.Length >= FaultLog.Limit) yield break;
        }
    }

    private MachOExport? Follow(string name, byte[] wanted)
    {
        ByteReader reader = slice.Reader(bytes, start, Record);
        int matched = 0;

        // Like dyld's `trieWalk`: the first edge that fits is taken for good, and an edge without a label fits always. ld64 writes such
        // edges to names that are the beginning of others, so a path can have a few more nodes than the name has bytes.
        for (int depth = 0; depth <= wanted.Length + EmptyEdges; depth++)
        {
            int terminal = ReadTerminalSize(ref reader);
            if (matched == wanted.Length && terminal > 0) return ReadExport(ref reader, name);
            reader.Skip(terminal);
            int children = reader.ReadByte();
            bool descended = false;
            while (children-- > 0 && !descended)
            {
                ReadOnlySpan<byte> label = reader.ReadCString();
                ulong child = reader.ReadUleb128();
                if (!wanted.AsSpan(matched).StartsWith(label)) continue;
                reader.Position = (int)Math.Min(child, int.MaxValue);
                matched += label.Length;
                descended = true;
            }

            if (!descended) return null;
        }

        return null;
    }

    private MachOExport? Visit(Walk walk, Step step)
    {
        walk.Name.RemoveRange(step.Prefix, walk.Name.Count - step.Prefix);
        walk.Name.AddRange(bytes.AsSpan(step.LabelStart, step.LabelLength));
        ByteReader reader = slice.Reader(bytes, start, Record);
        reader.Position = step.Node;
        int terminal = ReadTerminalSize(ref reader);
        int childrenAt = reader.Position + terminal;
        MachOExport? export = null;
        if (terminal > 0)
        {
            walk.NameBytes += walk.Name.Count;
            if (walk.NameBytes > (bytes.Length * Expansion) + 65536) Stop(walk, ref reader, "names of a size that fits the trie");
            export = ReadExport(ref reader, TextDecoding.Utf8OrLatin1(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(walk.Name)));
        }

        reader.Position = childrenAt;
        PushChildren(walk, ref reader);
        return export;
    }

    private void PushChildren(Walk walk, ref ByteReader reader)
    {
        int children = reader.ReadByte();
        Span<Step> steps = stackalloc Step[byte.MaxValue];
        int count = 0;
        try
        {
            while (children-- > 0)
            {
                int labelStart = reader.Position;
                int labelLength = reader.ReadCString().Length;
                ulong child = reader.ReadUleb128();
                walk.LabelBytes += labelLength;
                if (walk.LabelBytes > bytes.Length) Stop(walk, ref reader, "edges that do not share bytes");
                if (child < (ulong)bytes.Length && !walk.Seen[(int)child])
                {
                    walk.Seen[(int)child] = true;
                    steps[count++] = new Step((int)child, walk.Name.Count, labelStart, labelLength);
                }
                else
                {
                    slice.Faults.Add(new BinaryFault(slice.At(start + labelStart), Record, "an edge to a node not reached before", $"one to 0x{child:x}"));
                }
            }
        }
        finally
        {
            // The last pushed is visited first: backwards keeps the order of the file.
            while (count > 0) walk.Pending.Push(steps[--count]);
        }
    }

    private static void Stop(Walk walk, ref ByteReader reader, string expected)
    {
        walk.Pending.Clear();
        reader.Fail(expected, "more, so the walk ends");
    }

    private static int ReadTerminalSize(ref ByteReader reader)
    {
        ulong size = reader.ReadUleb128();
        if (size > (ulong)reader.Remaining) reader.Fail($"terminal data of at most {reader.Remaining} bytes", $"{size}");
        return (int)size;
    }

    private static MachOExport ReadExport(ref ByteReader reader, string name)
    {
        ulong flags = reader.ReadUleb128();
        ulong first = reader.ReadUleb128();
        if ((flags & EXPORT_SYMBOL_FLAGS_REEXPORT) == 0) return new MachOExport(name, flags, new VirtualAddress(first));
        string other = TextDecoding.Utf8OrLatin1(reader.ReadCString());
        return new MachOExport(name, flags, null) { ReexportOrdinal = (uint)Math.Min(first, uint.MaxValue), ReexportName = other.Length == 0 ? name : other };
    }

    /// <summary>A node to visit: where it is, how much of the parent's name it keeps, and the label that leads to it.</summary>
    private readonly record struct Step(int Node, int Prefix, int LabelStart, int LabelLength);

    private sealed class Walk
    {
        public Walk(int length)
        {
            Seen = new System.Collections.BitArray(length) { [0] = true };
            Pending.Push(new Step(0, 0, 0, 0));
        }

        public System.Collections.BitArray Seen { get; }

        public Stack<Step> Pending { get; } = new();

        public List<byte> Name { get; } = [];

        public long NameBytes { get; set; }

        public long LabelBytes { get; set; }
    }
}
