using System.Collections.Frozen;
using Assay.Binaries.Description;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>The words of the text form of Mach-O images.</summary>
internal static class MachOWords
{
    /// <summary>Words that mean something in front of a library, or instead of one.</summary>
    public static readonly FrozenSet<string> NeedKeywords = new[] { "weak", "reexport", "upward", "delayed" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words that mean something in front of a symbol.</summary>
    public static readonly FrozenSet<string> SymbolKeywords = new[] { "weak", "thread-local", "absolute" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly (string Word, uint Type)[] Kinds =
        [("object", MH_OBJECT), ("executable", MH_EXECUTE), ("dylib", MH_DYLIB), ("bundle", MH_BUNDLE), ("dylib-stub", MH_DYLIB_STUB)];

    private static readonly (string Word, uint Type)[] SectionTypes =
    [
        ("zerofill", S_ZEROFILL),
        ("initializers", S_MOD_INIT_FUNC_POINTERS),
        ("initializer-offsets", S_INIT_FUNC_OFFSETS),
        ("thread-data", S_THREAD_LOCAL_REGULAR),
        ("thread-zerofill", S_THREAD_LOCAL_ZEROFILL),
        ("thread-variables", S_THREAD_LOCAL_VARIABLES),
        ("thread-variable-pointers", S_THREAD_LOCAL_VARIABLE_POINTERS),
        ("thread-initializers", S_THREAD_LOCAL_INIT_FUNCTION_POINTERS),
    ];

    private static readonly (string Word, MachOFixups Fixups)[] FixupKinds =
    [
        ("opcodes", MachOFixups.Opcodes), ("chained", MachOFixups.Chained), ("chained-2", MachOFixups.ChainedWithAddends),
        ("chained-3", MachOFixups.ChainedWithWideAddends), ("classic", MachOFixups.Classic),
    ];

    public static string Kind(uint fileType) => Find(Kinds, fileType) ?? $"type-{fileType}";

    public static uint? Kind(string word) => Find(Kinds, word) ?? Numbered(word, "type-");

    public static string SectionType(uint type) => Find(SectionTypes, type) ?? $"type-{type}";

    public static uint? SectionType(string word) => Find(SectionTypes, word) ?? Numbered(word, "type-");

    public static string Fixups(MachOFixups fixups) => Find(FixupKinds, fixups)!;

    public static MachOFixups? Fixups(string word) => Find(FixupKinds, word);

    /// <summary>VM_PROT_* as three letters; the bits above them in hexadecimal behind.</summary>
    public static string Protection(uint bits) =>
        $"{((bits & 1) != 0 ? 'r' : '-')}{((bits & 2) != 0 ? 'w' : '-')}{((bits & 4) != 0 ? 'x' : '-')}" + (bits > 7 ? DescriptionWriter.Hex(bits & ~7u) : "");

    public static uint? Protection(string word)
    {
        if (word.Length < 3 || word[0] is not ('r' or '-') || word[1] is not ('w' or '-') || word[2] is not ('x' or '-')) return null;
        ulong above = 0;
        if (word.Length > 3 && !DescriptionLine.TryNumber(word[3..], out above)) return null;
        return (uint)above | (word[0] == 'r' ? 1u : 0) | (word[1] == 'w' ? 2u : 0) | (word[2] == 'x' ? 4u : 0);
    }

    private static uint? Numbered(string word, string prefix) =>
        word.StartsWith(prefix, StringComparison.Ordinal) && uint.TryParse(word.AsSpan(prefix.Length), out uint number) ? number : null;

    private static string? Find<T>((string Word, T Value)[] known, T value)
    {
        foreach ((string word, T candidate) in known)
        {
            if (EqualityComparer<T>.Default.Equals(candidate, value)) return word;
        }

        return null;
    }

    private static T? Find<T>((string Word, T Value)[] known, string word)
        where T : struct
    {
        foreach ((string candidate, T value) in known)
        {
            if (candidate == word) return value;
        }

        return null;
    }
}
