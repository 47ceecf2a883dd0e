using System.Buffers.Binary;
using System.Text;

namespace Assay.Tests.Loading;

/// <summary>Writes ld.so.cache files in both formats.</summary>
internal static class CacheBuilder
{
    /// <summary>The new format; entries are sorted as ldconfig sorts them when the caller lists them so.</summary>
    public static byte[] New((string Name, string Path, int Flags, ulong Hardware)[] entries, string[]? hardware = null, byte order = 2)
    {
        int table = 48 + (entries.Length * 24);
        MemoryStream strings = new();
        byte[] file = new byte[table];
        "glibc-ld.so.cache1.1"u8.CopyTo(file);
        Write(file, 20, (uint)entries.Length);
        file[28] = order;
        for (int i = 0; i < entries.Length; i++)
        {
            int at = 48 + (i * 24);
            Write(file, at, (uint)entries[i].Flags);
            Write(file, at + 4, Text(strings, table, entries[i].Name));
            Write(file, at + 8, Text(strings, table, entries[i].Path));
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at + 16), entries[i].Hardware);
        }

        uint[] names = [.. (hardware ?? []).Select(name => Text(strings, table, name))];
        Write(file, 24, (uint)strings.Length);
        while ((table + strings.Length) % 4 != 0) strings.WriteByte(0);
        if (hardware is null) return [.. file, .. strings.ToArray()];
        uint extension = (uint)(table + strings.Length);
        Write(file, 32, extension);
        byte[] tail = new byte[8 + 16 + (names.Length * 4)];
        Write(tail, 0, 0xeaa42174);
        Write(tail, 4, 1);
        Write(tail, 8, 1);
        Write(tail, 16, extension + 24);
        Write(tail, 20, (uint)(names.Length * 4));
        for (int i = 0; i < names.Length; i++) Write(tail, 24 + (i * 4), names[i]);
        return [.. file, .. strings.ToArray(), .. tail];
    }

    /// <summary>The old format, with another cache behind it or none.</summary>
    public static byte[] Old((string Name, string Path, int Flags)[] entries, byte[]? behind = null)
    {
        MemoryStream strings = new();
        byte[] file = new byte[16 + (entries.Length * 12)];
        "ld.so-1.7.0"u8.CopyTo(file);
        Write(file, 12, (uint)entries.Length);
        if (behind is not null)
        {
            int padding = ((file.Length + 7) & ~7) - file.Length;
            strings.Write(new byte[padding]);
            strings.Write(behind);
        }

        for (int i = 0; i < entries.Length; i++)
        {
            int at = 16 + (i * 12);
            Write(file, at, (uint)entries[i].Flags);
            Write(file, at + 4, Text(strings, 0, entries[i].Name));
            Write(file, at + 8, Text(strings, 0, entries[i].Path));
        }

        return [.. file, .. strings.ToArray()];
    }

    private static uint Text(MemoryStream strings, int start, string text)
    {
        uint at = (uint)(start + strings.Length);
        strings.Write(Encoding.UTF8.GetBytes(text + "\0"));
        return at;
    }

    private static void Write(byte[] file, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(offset), value);
}
