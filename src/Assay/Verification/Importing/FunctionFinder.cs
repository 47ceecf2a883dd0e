using System.Buffers.Binary;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Verification.Importing;

/// <summary>Names the function of an ELF file that an address is in: by the dynamic symbols, and by those that a linker left for debuggers.</summary>
internal static class FunctionFinder
{
    private const int SymbolSize = 24; // Elf64_Sym
    private const long LargestTable = 64L << 20;
    private const int LongestName = 1000;

    /// <summary>The symbol that covers an address and where it begins, or null when none does.</summary>
    /// <param name="image">The file.</param>
    /// <param name="source">Its bytes.</param>
    /// <param name="address">The address, as the file numbers them.</param>
    public static (string Name, ulong Start)? At(ElfImage image, ByteSource source, ulong address)
    {
        ElfSymbolTable dynamic = image.Symbols;
        (string Name, ulong Start)? best = null;
        for (int i = 1; i < dynamic.Count; i++)
        {
            ElfSymbol symbol = dynamic[i];
            if (Covers(symbol.Type, symbol.IsDefined, symbol.Value, symbol.Size) && dynamic.Name(symbol) is { Length: > 0 } name) best = (name, symbol.Value);
        }

        return best ?? InDebuggersTable(image, source, Covers);

        bool Covers(int type, bool isDefined, ulong start, ulong size) => isDefined && type is 0 or 2 or 10 && start <= address && address - start < Math.Max(size, 1);
    }

    private static (string Name, ulong Start)? InDebuggersTable(ElfImage image, ByteSource source, Func<int, bool, ulong, ulong, bool> covers)
    {
        ElfSection? table = image.Sections.FirstOrDefault(section => section.Type == ElfConstants.SHT_SYMTAB), names = image.Sections.FirstOrDefault(section => section.Name == ".strtab");
        if (table is null || names is null || !image.Header.Wide || image.Header.BigEndian) return null;
        byte[] buffer = new byte[SymbolSize * 4096];
        long length = (long)Math.Min(Math.Min(table.Size, (ulong)LargestTable), (ulong)Math.Max(0, source.Length - table.Offset.Value));
        for (long at = 0; at < length; at += buffer.Length)
        {
            int read = source.Read(table.Offset.Value + at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - at)));
            for (int entry = 0; entry + SymbolSize <= read; entry += SymbolSize)
            {
                ReadOnlySpan<byte> symbol = buffer.AsSpan(entry, SymbolSize);
                ulong start = BinaryPrimitives.ReadUInt64LittleEndian(symbol[8..]);
                if (!covers(symbol[4] & 15, BinaryPrimitives.ReadUInt16LittleEndian(symbol[6..]) != ElfConstants.SHN_UNDEF, start, BinaryPrimitives.ReadUInt64LittleEndian(symbol[16..]))) continue;
                uint place = BinaryPrimitives.ReadUInt32LittleEndian(symbol);
                if (place >= names.Size) continue;
                byte[] text = new byte[LongestName];
                int got = source.Read(names.Offset.Value + place, text);
                int end = text.AsSpan(0, got).IndexOf((byte)0);
                if (end > 0) return (ElfText.Decode(text.AsSpan(0, end)), start);
            }

            if (read <= 0) break;
        }

        return null;
    }
}
