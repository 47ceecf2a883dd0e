using Assay.Binaries;

namespace Assay.Loading.Glibc;

/// <summary>
/// Who answers a symbol for an object: itself when it is DT_SYMBOLIC, then the global scope, then the search list of the object that dlopen opened (glibc
/// elf/dl-lookup.c). Answers of the global scope are remembered by name and version: the same few hundred names are asked for by every extension module.
/// </summary>
/// <param name="system">The system.</param>
/// <param name="objects">The objects of the process.</param>
internal sealed class SymbolLookup(GlibcSystem system, ObjectTable objects)
{
    private readonly Dictionary<WantedSymbol, SymbolAnswer> global = new(NameAndVersion.Comparer);
    private int globalChanges = -1;

    /// <summary>Looks a symbol up as a relocation of an object does.</summary>
    /// <param name="from">The object.</param>
    /// <param name="wanted">The symbol.</param>
    public SymbolAnswer Find(LinkMap from, WantedSymbol wanted)
    {
        if (from.Image is { IsSymbolic: true } && In(from, wanted, newest: false) is { Kind: not SymbolAnswerKind.Missing } own) return Checked(own, wanted);
        SymbolAnswer answer = FindGlobal(wanted);
        if (answer.Kind != SymbolAnswerKind.Missing) return Checked(answer, wanted);
        LinkMap[] local = from.Root.SearchList ?? [];
        foreach (LinkMap map in local)
        {
            if (map.IsGlobal) continue;
            answer = In(map, wanted, newest: false);
            if (answer.Kind != SymbolAnswerKind.Missing) return Checked(answer, wanted);
        }

        return Assumed(objects.Global, wanted) ?? Assumed(local, wanted) ?? default;
    }

    /// <summary>Looks a symbol up as dlsym does with a handle: in the object and below it, newest version first.</summary>
    /// <param name="opened">The object that was opened.</param>
    /// <param name="name">The symbol.</param>
    public SymbolAnswer FindBelow(LinkMap opened, string name)
    {
        WantedSymbol wanted = new(name);
        foreach (LinkMap map in opened.SearchList ?? [opened])
        {
            SymbolAnswer answer = In(map, wanted, newest: true);
            if (answer.Kind != SymbolAnswerKind.Missing) return answer;
        }

        return default;
    }

    private SymbolAnswer FindGlobal(WantedSymbol wanted)
    {
        if (globalChanges != objects.GlobalChanges)
        {
            global.Clear();
            globalChanges = objects.GlobalChanges;
        }

        if (global.TryGetValue(wanted, out SymbolAnswer known)) return known;
        SymbolAnswer answer = default;
        foreach (LinkMap map in objects.Global)
        {
            answer = In(map, wanted, newest: false);
            if (answer.Kind != SymbolAnswerKind.Missing) break;
        }

        return global[wanted] = answer;
    }

    // check_match, up to 2.40: version->filename == NULL || ! _dl_name_match_p (version->filename, map). The library is no part of the key above.
    private SymbolAnswer Checked(SymbolAnswer answer, WantedSymbol wanted) =>
        wanted is { Version: not null, Library: { } library } && answer.Map is { HasVersions: false } map && map.IsNamed(library) && system.Policy.AssertsVersionsInNamedLibrary
            ? answer with { Kind = SymbolAnswerKind.Asserts }
            : answer;

    /// <summary>The definition in one object that a reference may bind to (<c>check_match</c>, <c>do_lookup_x</c>).</summary>
    private static SymbolAnswer In(LinkMap map, WantedSymbol wanted, bool newest)
    {
        // Without a hash table there is nothing to find (l_nbuckets is 0).
        if (map.Image is not { } image || !(image.HasGnuHash || image.HasSystemVHash)) return default;
        IReadOnlyList<OfferedSymbol> offered = image.Offers.Find(wanted);
        if (offered.Count == 0) return default;
        OfferedSymbol? match = !map.HasVersions ? offered[0] : wanted.Version is null ? Unversioned(offered, newest) : Versioned(offered, wanted.Version);
        return match is null ? default : new SymbolAnswer(SymbolAnswerKind.Found, map, match);
    }

    // The version itself, else a definition that has none and is not hidden.
    private static OfferedSymbol? Versioned(IReadOnlyList<OfferedSymbol> offered, string version)
    {
        OfferedSymbol? fallback = null;
        for (int i = 0; i < offered.Count; i++)
        {
            if (offered[i].Version == version) return offered[i];
            if (offered[i].Version is null && offered[i].IsDefaultVersion) fallback ??= offered[i];
        }

        return fallback;
    }

    // The oldest version (the indices below 3 are local, global and the first version named), or the only one that is not hidden; dlsym passes over the first named one too.
    private static OfferedSymbol? Unversioned(IReadOnlyList<OfferedSymbol> offered, bool newest)
    {
        OfferedSymbol? only = null;
        int visible = 0;
        for (int i = 0; i < offered.Count; i++)
        {
            int index = (offered[i].VersionWord ?? 1) & 0x7fff;
            if (index < (newest ? 2 : 3)) return offered[i];
            if (offered[i].IsDefaultVersion && visible++ == 0) only = offered[i];
        }

        return visible == 1 ? only : null;
    }

    /// <summary>What an object can be trusted to offer whose file is not at hand.</summary>
    private SymbolAnswer? Assumed(IReadOnlyList<LinkMap> scope, WantedSymbol wanted)
    {
        foreach (LinkMap map in scope)
        {
            SymbolAnswerKind kind = map.Assumption switch
            {
                // Symbols of glibc stay for ever once they have a version.
                Assumption.GlibcLibrary when wanted.Version is { } version && SymbolVersions.TryGlibc(version, out Primitives.PackedVersion number) =>
                    map.IsNamed(wanted.Library ?? "") ? number <= system.Policy.Version ? SymbolAnswerKind.Found : SymbolAnswerKind.Missing : SymbolAnswerKind.Missing,
                Assumption.GlibcLibrary or Assumption.OtherLibrary => (wanted.Version is null && !IsPythons(wanted.Name)) || map.IsNamed(wanted.Library ?? "") ? SymbolAnswerKind.Unknown : SymbolAnswerKind.Missing,
                Assumption.Interpreter => wanted.Version is null && IsPythons(wanted.Name) ? SymbolAnswerKind.Unknown : SymbolAnswerKind.Missing,
                _ => SymbolAnswerKind.Missing,
            };
            if (kind != SymbolAnswerKind.Missing) return new SymbolAnswer(kind, map, null);
        }

        return null;
    }

    private static bool IsPythons(string name) => name.StartsWith("Py", StringComparison.Ordinal) || name.StartsWith("_Py", StringComparison.Ordinal);

    /// <summary>Symbols are one when name and version are; the hash of the name is there already.</summary>
    private sealed class NameAndVersion : IEqualityComparer<WantedSymbol>
    {
        public static readonly NameAndVersion Comparer = new();

        public bool Equals(WantedSymbol? one, WantedSymbol? other) => one!.GnuHash == other!.GnuHash && one.Name == other.Name && one.Version == other.Version;

        public int GetHashCode(WantedSymbol symbol) => (int)symbol.GnuHash;
    }
}
