using System.Collections.Frozen;
using Assay.Binaries.Description;

namespace Assay.Binaries.Elf;

/// <summary>The words of ELF descriptions that stand for numbers. Writer and parser share them, so they cannot drift apart.</summary>
internal static class ElfWords
{
    public static readonly (string Word, ulong Bit)[] Flags = [("ORIGIN", 1), ("SYMBOLIC", 2), ("TEXTREL", 4), ("BIND_NOW", 8), ("STATIC_TLS", 16)];

    public static readonly (string Word, ulong Bit)[] Flags1 =
    [
        ("NOW", 1), ("GLOBAL", 2), ("GROUP", 4), ("NODELETE", 8), ("LOADFLTR", 0x10), ("INITFIRST", 0x20), ("NOOPEN", 0x40), ("ORIGIN", 0x80), ("INTERPOSE", 0x400),
        ("NODEFLIB", 0x800), ("NODUMP", 0x1000), ("PIE", ElfConstants.DF_1_PIE),
    ];

    public static readonly (string Word, ulong Bit)[] Isa = [("x86-64-baseline", 1), ("x86-64-v2", 2), ("x86-64-v3", 4), ("x86-64-v4", 8)];

    public static readonly (string Word, SymbolKind Kind)[] Kinds =
    [
        ("untyped", SymbolKind.Untyped), ("data", SymbolKind.Data), ("func", SymbolKind.Function), ("tls", SymbolKind.ThreadLocal), ("ifunc", SymbolKind.IndirectFunction),
        ("other", SymbolKind.Other),
    ];

    public static readonly (string Word, ushort Type)[] Types =
        [("shared", ElfConstants.ET_DYN), ("program", ElfConstants.ET_EXEC), ("object", ElfConstants.ET_REL), ("core", ElfConstants.ET_CORE)];

    /// <summary>Words that mean something in front of a symbol's name, so that a symbol of that name has to be quoted.</summary>
    public static readonly FrozenSet<string> SymbolKeywords =
        new[] { "weak", "unique", "unused", "initial-exec" }.Concat(Kinds.Select(kind => kind.Word)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The words for the bits of a number; bits without a word come last, in hexadecimal.</summary>
    /// <param name="value">The number; 0 gives the word 0.</param>
    /// <param name="words">The words.</param>
    public static string[] Bits(ulong value, (string Word, ulong Bit)[] words)
    {
        if (value == 0) return ["0"];
        List<string> parts = [];
        foreach ((string word, ulong bit) in words)
        {
            if ((value & bit) == 0) continue;
            parts.Add(word);
            value &= ~bit;
        }

        if (value != 0) parts.Add(DescriptionWriter.Hex(value));
        return [.. parts];
    }

    /// <summary>Reads the rest of a line as <see cref="Bits"/> writes it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="words">The words.</param>
    public static ulong ReadBits(DescriptionLine line, (string Word, ulong Bit)[] words)
    {
        ulong value = 0;
        do
        {
            string word = line.Name("a flag");
            ulong bit = Array.Find(words, known => known.Word == word).Bit;
            if (bit == 0 && !DescriptionLine.TryNumber(word, out bit)) throw line.Wrong($"`{word}` is not one of {string.Join(", ", words.Select(known => known.Word))} or a number");
            value |= bit;
        }
        while (!line.AtEnd);
        return value;
    }

    /// <summary>Segment flags in small letters: <c>rw</c>, <c>rwx</c>; a dash for none, a number when there are other bits.</summary>
    /// <param name="flags"><c>p_flags</c>.</param>
    public static string Access(uint flags) =>
        (flags & ~7u) != 0 ? DescriptionWriter.Hex(flags) : flags == 0 ? "-" : ElfNames.SegmentFlags(flags).ToLowerInvariant();

    /// <summary>Reads what <see cref="Access"/> writes.</summary>
    /// <param name="line">The line, for the message.</param>
    /// <param name="word">The word.</param>
    public static uint ReadAccess(DescriptionLine line, string word)
    {
        if (DescriptionLine.TryNumber(word, out ulong number) && number <= uint.MaxValue) return (uint)number;
        uint flags = 0;
        foreach (char letter in word)
        {
            flags |= letter switch
            {
                'r' => ElfConstants.PF_R,
                'w' => ElfConstants.PF_W,
                'x' => ElfConstants.PF_X,
                '-' => 0u,
                _ => throw line.Wrong($"`{word}` must be made of r, w and x"),
            };
        }

        return flags;
    }
}
