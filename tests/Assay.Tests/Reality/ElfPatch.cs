using System.Buffers.Binary;
using System.Text;

namespace Assay.Tests.Reality;

/// <summary>Small, exact damage to a real 64-bit little-endian ELF file. Works on bytes alone, so that no reader of ours has a say in it.</summary>
internal static class ElfPatch
{
    /// <summary>Replaces a NUL-terminated string by one of the same length, wherever it stands: a file may hold it for the loader and once more for the debugger.</summary>
    public static byte[] RenameString(byte[] file, string from, string to)
    {
        Assert.Equal(from.Length, to.Length);
        byte[] wanted = Encoding.ASCII.GetBytes("\0" + from + "\0");
        int changed = 0;
        for (int at; (at = file.AsSpan().IndexOf(wanted)) >= 0; changed++) Encoding.ASCII.GetBytes(to).CopyTo(file, at + 1);
        Assert.True(changed > 0, $"{from} is not in the file");
        return file;
    }

    /// <summary>Renames a needed symbol version and its hash in every Vernaux record.</summary>
    public static byte[] RaiseVersion(byte[] file, string from, string to)
    {
        uint old = Hash(from);
        RenameString(file, from, to);
        int changed = 0;
        for (int at = 0; at + 16 <= file.Length; at += 4)
        {
            // Elfxx_Vernaux: vna_hash, vna_flags (0 or 2), vna_other, vna_name, vna_next.
            if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at)) != old) continue;
            if (BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at + 4)) is not (0 or 2)) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), Hash(to));
            changed++;
        }

        Assert.True(changed > 0, $"no Vernaux record asks for {from}");
        return file;
    }

    /// <summary>Adds PF_X to PT_GNU_STACK.</summary>
    public static byte[] MakeStackExecutable(byte[] file)
    {
        int table = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(32));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(56));
        for (int at = table; at < table + (count * 56); at += 56)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at)) != 0x6474e551) continue;
            file[at + 4] |= 1;
            return file;
        }

        Assert.Fail("the file has no PT_GNU_STACK");
        return file;
    }

    private static uint Hash(string name)
    {
        uint hash = 0;
        foreach (char letter in name)
        {
            hash = (hash << 4) + letter;
            uint high = hash & 0xf0000000;
            hash ^= high >> 24;
            hash &= ~high;
        }

        return hash;
    }
}
