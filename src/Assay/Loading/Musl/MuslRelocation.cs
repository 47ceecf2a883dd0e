using System.Buffers.Binary;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Loading.Musl;

/// <summary>What stops the relocation of an object.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">The loader's words; for a crash its reason.</param>
/// <param name="Symbol">The symbol, when one is concerned.</param>
/// <param name="Signal">The signal that ends the process, or null for an error.</param>
/// <param name="IsTextSure">False when the words hold what happened to lie in memory.</param>
internal sealed record MuslRelocationFault(LoadFailureKind Kind, string Message, string? Symbol = null, string? Signal = null, bool IsTextSure = true);

/// <summary>
/// Applies relocations as musl ldso/dynlink.c <c>reloc_all</c> and <c>do_relocs</c> do: DT_JMPREL first, then DT_REL and DT_RELA; symbol versions count only in
/// that hidden ones are not seen.
/// </summary>
internal sealed class MuslRelocation(Targets.Architecture architecture, PackedVersion? version, int pageSize)
{
    private static readonly HashSet<uint> X86Types = [0, 1, 2, 5, 6, 7, 8, 16, 17, 18, 36];
    private static readonly HashSet<uint> ArmTypes = [0, 257, 1024, 1025, 1026, 1027, 1028, 1029, 1030, 1031];

    // musl 1.2.4 and later: names of the large-file interface are led to the plain ones at relocation (get_lfs64).
    private static readonly HashSet<string> LargeFileNames = [.. (
        "aio_cancel aio_error aio_fsync aio_read aio_return aio_suspend aio_write alphasort creat fallocate fgetpos fopen freopen fseeko fsetpos fstat fstatat fstatfs fstatvfs ftello ftruncate ftw " +
        "getdents getrlimit glob globfree lio_listio lockf lseek lstat mkostemp mkostemps mkstemp mkstemps mmap nftw open openat posix_fadvise posix_fallocate pread preadv prlimit pwrite pwritev " +
        "readdir scandir sendfile setrlimit stat statfs statvfs tmpfile truncate versionsort __fxstat __fxstatat __lxstat __xstat").Split(' ')];

    private readonly HashSet<uint> known = architecture == Targets.Architecture.X86_64 ? X86Types : ArmTypes;
    private readonly uint initialExec = architecture == Targets.Architecture.X86_64 ? ElfConstants.R_X86_64_TPOFF64 : ElfConstants.R_AARCH64_TLS_TPREL64;

    /// <summary>True when this musl applies DT_RELR (1.2.4); before, the entry was passed over without a word.</summary>
    private bool KnowsRelr => version is null || version >= new PackedVersion(1, 2, 4);

    /// <summary>Relocates one object.</summary>
    /// <param name="map">The object.</param>
    /// <param name="scope">The objects whose symbols are global while this goes on, in order.</param>
    /// <returns>What stops it, or null.</returns>
    public MuslRelocationFault? Apply(MuslObject map, IReadOnlyList<MuslObject> scope)
    {
        ElfImage image = map.Image;
        if (MuslMapping.TouchedByRelocation(image, pageSize) is { } table) return Truncated(image, table);
        Dictionary<int, MuslObject?> found = [];
        foreach (ElfRelocationTableKind kind in (ElfRelocationTableKind[])[ElfRelocationTableKind.Calls, ElfRelocationTableKind.Dynamic])
        {
            string? name = null;
            foreach (ElfRelocation relocation in image.Relocations)
            {
                if (relocation.Table != kind) continue;
                uint type = relocation.Type & 0x7fffffff;
                if (type == 0) continue;
                MuslObject? definer = map;
                if (relocation.SymbolIndex != 0)
                {
                    ElfSymbol symbol = image.Symbols[relocation.SymbolIndex];
                    name = image.Symbols.Name(symbol);
                    if (symbol.Binding != 0)
                    {
                        if (!found.TryGetValue(relocation.SymbolIndex, out definer)) found[relocation.SymbolIndex] = definer = Definer(name, scope);
                        if (definer is null && !(symbol.IsWeak && !symbol.IsDefined))
                            return new MuslRelocationFault(LoadFailureKind.UndefinedSymbol, $"Error relocating {map.Name}: {name}: symbol not found", name);
                    }
                }

                if (type == initialExec && definer is { IsStartup: false } owner)
                    return new MuslRelocationFault(LoadFailureKind.StaticTls, $"Error relocating {map.Name}: {name ?? ""}: initial-exec TLS resolves to dynamic definition in {owner.Name}", name, IsTextSure: name is not null && relocation.SymbolIndex != 0);
                if (!known.Contains(type)) return new MuslRelocationFault(LoadFailureKind.UnknownRelocation, $"Error relocating {map.Name}: unsupported relocation type {(int)type}");
                if (MuslMapping.IsMissing(image, relocation.Target.Value, pageSize)) return Truncated(image, "data that is relocated");
            }
        }

        return null;
    }

    /// <summary>What ends the process when the initialisation functions of an object run; null when nothing that can be told does.</summary>
    /// <param name="map">The object, relocated.</param>
    public MuslRelocationFault? Start(MuslObject map)
    {
        ElfImage image = map.Image;
        if (MuslMapping.TouchedByStart(image, pageSize) is { } place) return Truncated(image, place);
        if (KnowsRelr || !image.HasRelr || image.InitArrayCount == 0 || image.Dynamic.Value(ElfConstants.DT_INIT_ARRAY) is not { } array) return null;
        return PackedTargets(image).Any(target => target >= array && target < array + (ulong)(image.InitArrayCount * 8))
            ? new MuslRelocationFault(LoadFailureKind.UnknownRelocation, $"musl {version} passes over DT_RELR: the initialisation functions are called at their unrelocated addresses", Signal: "SIGSEGV")
            : null;
    }

    /// <summary>Who answers a name (<c>find_sym2</c>), or null.</summary>
    /// <param name="name">The name.</param>
    /// <param name="scope">The objects asked, in order.</param>
    public MuslObject? Definer(string name, IEnumerable<MuslObject> scope)
    {
        WantedSymbol wanted = new(name);
        MuslObject? libc = null;
        foreach (MuslObject map in scope)
        {
            if (map.IsLibc) libc = map;
            if (Offers(map, wanted)) return map;
        }

        if (!KnowsRelr || libc is null || version is null) return null;
        string? plain = name == "readdir64_r" ? "readdir_r" : name.EndsWith("64", StringComparison.Ordinal) && LargeFileNames.Contains(name[..^2]) ? name[..^2] : null;
        return plain is not null && Offers(libc, new WantedSymbol(plain)) ? libc : null;
    }

    private static bool Offers(MuslObject map, WantedSymbol wanted)
    {
        foreach (OfferedSymbol offered in map.Image.Offers.Find(wanted))
            if (offered.IsDefaultVersion && offered.Kind is not (SymbolKind.IndirectFunction or SymbolKind.Other)) return true;
        return false;
    }

    // An even word is an address; an odd one is a map of the 63 words behind the last place.
    private static IEnumerable<ulong> PackedTargets(ElfImage image)
    {
        if (image.Dynamic.Value(ElfConstants.DT_RELR) is not { } start || image.Dynamic.Value(ElfConstants.DT_RELRSZ) is not { } size || size > int.MaxValue) yield break;
        ReadOnlyMemory<byte> words = image.BytesAt(new VirtualAddress(start), (long)size);
        ulong next = 0;
        for (int at = 0; at + 8 <= words.Length; at += 8)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(words.Span[at..]);
            if ((word & 1) == 0)
            {
                yield return word;
                next = word + 8;
                continue;
            }

            for (int bit = 0; (word >> (bit + 1)) != 0 && bit < 63; bit++)
                if ((word >> (bit + 1) & 1) != 0) yield return next + ((ulong)bit * 8);
            next += 63 * 8;
        }
    }

    private static MuslRelocationFault Truncated(ElfImage image, string place) =>
        new(LoadFailureKind.Truncated, $"the file ends at 0x{image.FileLength:x}, before {place}; touching it raises SIGBUS", Signal: "SIGBUS");
}
