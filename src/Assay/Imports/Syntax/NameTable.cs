using System.Text;

namespace Assay.Imports.Syntax;

/// <summary>Identifiers as strings, one object per spelling: code repeats its names, and equal names compare fastest by reference.</summary>
internal sealed class NameTable
{
    [ThreadStatic]
    private static NameTable? current;

    private string?[] slots = new string?[4096];
    private int count;

    /// <summary>The table of this thread. Tables of different threads give the same objects, for they intern.</summary>
    public static NameTable Current => current ??= new NameTable();

    /// <summary>The string of an identifier.</summary>
    /// <param name="bytes">Its UTF-8 bytes.</param>
    public string Get(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2166136261;
        foreach (byte b in bytes) hash = (hash ^ b) * 16777619;
        uint mask = (uint)slots.Length - 1;
        for (uint at = hash & mask; ; at = (at + 1) & mask)
        {
            string? known = slots[at];
            if (known is null)
            {
                string text = string.Intern(Encoding.UTF8.GetString(bytes));
                slots[at] = text;
                if (++count * 2 > slots.Length) Grow();
                return text;
            }

            if (Matches(known, bytes)) return known;
        }
    }

    private static bool Matches(string known, ReadOnlySpan<byte> bytes)
    {
        if (known.Length == bytes.Length)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                if (known[i] != bytes[i] || bytes[i] > 127) return bytes[i] > 127 && known == Encoding.UTF8.GetString(bytes);
            }

            return true;
        }

        return bytes.ContainsAnyExceptInRange((byte)0, (byte)127) && known == Encoding.UTF8.GetString(bytes);
    }

    private void Grow()
    {
        string?[] old = slots;
        slots = new string?[old.Length * 2];
        uint mask = (uint)slots.Length - 1;
        foreach (string? name in old)
        {
            if (name is null) continue;
            uint hash = 2166136261;
            foreach (byte b in Encoding.UTF8.GetBytes(name)) hash = (hash ^ b) * 16777619;
            uint at = hash & mask;
            while (slots[at] is not null) at = (at + 1) & mask;
            slots[at] = name;
        }
    }
}
