using System.Buffers.Binary;
using System.Text;

namespace Assay.Imports.Syntax;

/// <summary>
/// Identifiers as strings, one object per spelling: code repeats its names, and equal names compare fastest by reference. Any number of threads look names up
/// without a lock; one at a time adds.
/// </summary>
internal sealed class NameTable
{
    // Nobody who writes a file can choose names that fall onto each other.
    private static readonly ulong Secret = (ulong)Random.Shared.NextInt64() | 1;

    private readonly Lock adding = new();
    private volatile Entry?[] entries = new Entry?[8192];
    private int count;

    /// <summary>The table of the process.</summary>
    public static NameTable Current { get; } = new();

    /// <summary>The string of an identifier.</summary>
    /// <param name="bytes">Its UTF-8 bytes.</param>
    public string Get(ReadOnlySpan<byte> bytes)
    {
        uint hash = HashOf(bytes);
        return Find(entries, hash, bytes) ?? Add(hash, bytes);
    }

    private static string? Find(Entry?[] entries, uint hash, ReadOnlySpan<byte> bytes)
    {
        uint mask = (uint)entries.Length - 1;
        for (uint at = hash & mask; entries[at] is { } entry; at = (at + 1) & mask)
        {
            if (entry.Hash == hash && Matches(entry.Text, bytes)) return entry.Text;
        }

        return null;
    }

    private static bool Matches(string text, ReadOnlySpan<byte> bytes) => Ascii.Equals(bytes, text) || (!Ascii.IsValid(bytes) && Encoding.UTF8.GetString(bytes) == text);

    private string Add(uint hash, ReadOnlySpan<byte> bytes)
    {
        lock (adding)
        {
            if (Find(entries, hash, bytes) is { } known) return known;
            if (++count * 2 > entries.Length)
            {
                Entry?[] larger = new Entry?[entries.Length * 2];
                foreach (Entry? entry in entries)
                {
                    if (entry is not null) Place(larger, entry);
                }

                entries = larger;
            }

            Entry added = new(hash, Encoding.UTF8.GetString(bytes));
            Place(entries, added);
            return added.Text;
        }
    }

    private static void Place(Entry?[] entries, Entry entry)
    {
        uint mask = (uint)entries.Length - 1;
        uint at = entry.Hash & mask;
        while (entries[at] is not null) at = (at + 1) & mask;
        Volatile.Write(ref entries[at], entry);
    }

    private static uint HashOf(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Secret + (uint)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        ulong rest = 0;
        foreach (byte b in bytes) rest = (rest << 8) | b;
        hash = Mix(hash ^ rest);
        return (uint)(hash >> 32) ^ (uint)hash;
    }

    private static ulong Mix(ulong value)
    {
        ulong high = Math.BigMul(value, Secret, out ulong low);
        return high ^ low;
    }

    private sealed record Entry(uint Hash, string Text);
}
