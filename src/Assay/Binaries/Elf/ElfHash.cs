using System.Text;

namespace Assay.Binaries.Elf;

/// <summary>The two hash functions of dynamic symbol tables.</summary>
internal static class ElfHash
{
    /// <summary>The hash of DT_GNU_HASH: Bernstein's, h * 33 + c from 5381 (glibc elf/dl-new-hash.h).</summary>
    /// <param name="name">The bytes of the name without its NUL.</param>
    public static uint Gnu(ReadOnlySpan<byte> name)
    {
        uint hash = 5381;
        foreach (byte next in name) hash = (hash * 33) + next;
        return hash;
    }

    /// <summary>The hash of DT_GNU_HASH over the UTF-8 form of a name.</summary>
    /// <param name="name">The name.</param>
    public static uint Gnu(string name)
    {
        uint hash = 5381;
        foreach (char next in name)
        {
            if (next >= 0x80) return Gnu(Encoding.UTF8.GetBytes(name));
            hash = (hash * 33) + next;
        }

        return hash;
    }

    /// <summary>The hash of DT_HASH and of version names (System V gABI, figure 5-13).</summary>
    /// <param name="name">The bytes of the name without its NUL.</param>
    public static uint SystemV(ReadOnlySpan<byte> name)
    {
        uint hash = 0;
        foreach (byte next in name)
        {
            hash = (hash << 4) + next;
            uint high = hash & 0xf0000000;
            hash ^= high >> 24;
            hash &= ~high;
        }

        return hash;
    }
}
