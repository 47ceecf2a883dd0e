using System.Text;

namespace Assay.Binaries.Elf;

/// <summary>Collects the strings of a string table, each once.</summary>
internal sealed class ElfStringBuilder
{
    private readonly Dictionary<string, uint> offsets = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<byte> bytes = [0];

    public byte[] ToArray() => [.. bytes];

    /// <summary>The offset of a string, which is added when it is new.</summary>
    /// <param name="text">The string.</param>
    public uint Offset(string text)
    {
        if (offsets.TryGetValue(text, out uint offset)) return offset;
        offset = (uint)bytes.Count;
        bytes.AddRange(Encoding.UTF8.GetBytes(text));
        bytes.Add(0);
        return offsets[text] = offset;
    }
}
