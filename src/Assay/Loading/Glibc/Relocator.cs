using System.Globalization;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Diagnostics;

namespace Assay.Loading.Glibc;

/// <summary>
/// Relocation under RTLD_NOW: every symbol an object refers to must be found, and initial-exec thread-local storage must fit (glibc elf/dl-reloc.c,
/// sysdeps/*/dl-machine.h). The list of undefined symbols is checked first; only when one is missing, or thread-local storage is in play, are the
/// relocations themselves walked, in the loader's order, to learn which comes first.
/// </summary>
/// <param name="system">The system.</param>
/// <param name="lookup">The symbol search.</param>
/// <param name="staticTls">The static thread-local block.</param>
/// <param name="questions">What could not be decided, to be added to.</param>
internal sealed class Relocator(GlibcSystem system, SymbolLookup lookup, StaticTls staticTls, List<string> questions)
{
    /// <summary>Relocates one object.</summary>
    /// <param name="map">The object.</param>
    /// <returns>What stops the load, or null.</returns>
    public Refusal? Relocate(LinkMap map)
    {
        if (map.IsRelocated || map.Image is not { } image) return null;
        if (FilePages.TouchedByRelocation(image, system.PageSize) is { } page)
        {
            MappingFault fault = FileMapping.Truncated(page, image);
            return Refusal.BusError(Failure(map, fault.Kind, fault.Text) with { Evidence = [fault.Evidence with { Path = map.Display }] });
        }

        if (FilePages.IsCut(image)) questions.Add($"whether the part that `{map.Display}` has lost is used while it is imported");
        Dictionary<int, (WantedSymbol Wanted, SymbolAnswer Answer)>? unresolved = null;
        bool usesThreadLocal = map.ThreadLocal is not null;
        foreach (WantedSymbol wanted in image.WantedSymbols)
        {
            usesThreadLocal |= wanted.IsThreadLocal;
            SymbolAnswer answer = lookup.Find(map, wanted);
            if (answer.Kind == SymbolAnswerKind.Found || (answer.Kind == SymbolAnswerKind.Missing && wanted.IsWeak)) continue;
            if (answer.Kind == SymbolAnswerKind.Unknown)
            {
                if (!wanted.IsWeak) questions.Add($"whether {Describe(answer.Map!)} offers `{wanted.Name}`");
                continue;
            }

            (unresolved ??= [])[wanted.TableIndex ?? -1] = (wanted, answer);
        }

        if (Damage.InTables(image) is { } damage) return new Refusal(RefusalKind.Undecided, Failure(map, LoadFailureKind.NotModelled, $"what the loader makes of `{map.Display}`, which is damaged: {damage}"));
        int unknown = RelocationTypes.FirstUnknown(image, system.Abi.Architecture);
        if ((unresolved is not null || usesThreadLocal || unknown >= 0) && Walk(map, image, unresolved, unknown) is { } refusal) return refusal;
        map.IsRelocated = true;
        return null;
    }

    private Refusal? Walk(LinkMap map, ElfImage image, Dictionary<int, (WantedSymbol Wanted, SymbolAnswer Answer)>? unresolved, int unknown)
    {
        int index = -1;
        foreach (ElfRelocation relocation in image.Relocations)
        {
            index++;
            if (index == unknown && RelocationTypes.IsCountedAsRelative(image, index)) return NotRelative(map);
            if (relocation.SymbolIndex != 0 && unresolved is not null && unresolved.TryGetValue(relocation.SymbolIndex, out (WantedSymbol Wanted, SymbolAnswer Answer) problem))
                return Unresolved(map, image, problem.Wanted, problem.Answer);
            if (index == unknown) return new Refusal(RefusalKind.Error, Failure(map, LoadFailureKind.UnknownRelocation, $"{map.Name}: unexpected reloc type 0x{(relocation.Type > 0xff ? relocation.Type.ToString("x8", CultureInfo.InvariantCulture) : relocation.Type.ToString("x2", CultureInfo.InvariantCulture))}"));
            bool isStatic = relocation.Type == system.Abi.StaticTlsRelocation;
            if (!isStatic && relocation.Type != system.Abi.TlsDescriptorRelocation) continue;
            if (Owner(map, image, relocation.SymbolIndex) is not { } owner) continue;
            if (owner.TlsOffset is not null || owner.ThreadLocal is null || staticTls.TryAllocate(owner, isOptional: !isStatic) || !isStatic) continue;
            return new Refusal(RefusalKind.Error, Failure(owner, LoadFailureKind.StaticTls, $"{owner.Name}: cannot allocate memory in static TLS block") with
            {
                Requester = map.Display,
                Evidence = [new Evidence(owner.Display, null, "PT_TLS", "p_memsz", $"{owner.ThreadLocal.MemorySize}", $"{Math.Max(staticTls.Free, 0)} bytes are left for libraries opened later")],
            });
        }

        return null;
    }

    private Refusal NotRelative(LinkMap map) => Refusal.Assertion(Failure(map, LoadFailureKind.LoaderAssertion,
        "Inconsistency detected by ld.so: dl-machine.h: elf_machine_rela_relative: Assertion `ELFW(R_TYPE) (reloc->r_info) == R_X86_64_RELATIVE' failed!"));

    /// <summary>The object whose thread-local block a relocation refers to; null when a weak symbol is nowhere.</summary>
    private LinkMap? Owner(LinkMap map, ElfImage image, int symbolIndex)
    {
        if (symbolIndex == 0) return map;
        ElfSymbol symbol = image.Symbols[symbolIndex];

        // STB_LOCAL, STV_INTERNAL and STV_HIDDEN bind to the object itself.
        if (symbol.Binding == 0 || symbol.Visibility is 1 or 2) return map;
        WantedSymbol? wanted = symbol.IsDefined ? null : image.WantedSymbols.FirstOrDefault(candidate => candidate.TableIndex == symbolIndex);
        return lookup.Find(map, wanted ?? new WantedSymbol(image.Symbols.Name(symbol)) { Version = image.VersionOf(symbol) }).Map;
    }

    private Refusal Unresolved(LinkMap map, ElfImage image, WantedSymbol wanted, SymbolAnswer answer)
    {
        Evidence evidence = new(map.Display, image.Symbols.OffsetOf(wanted.TableIndex ?? 0)?.Value, $".dynsym[{wanted.TableIndex}]", "st_name", wanted.Name, wanted.Library is null ? "undefined" : $"wanted of {wanted.Library}");
        if (answer.Kind == SymbolAnswerKind.Asserts)
        {
            return Refusal.Assertion(Failure(map, LoadFailureKind.LoaderAssertion,
                $"Inconsistency detected by ld.so: dl-lookup.c: {system.Policy.FilenameAssertionLine}: check_match: Assertion `version->filename == NULL || ! _dl_name_match_p (version->filename, map)' failed!") with
            {
                Culprit = answer.Map!.Display,
                Requester = map.Display,
                Symbol = wanted.Name,
                Version = wanted.Version,
                Library = wanted.Library,
                Evidence = [evidence],
            });
        }

        string version = wanted.Version is null ? "" : $", version {wanted.Version}";
        return new Refusal(RefusalKind.Error, Failure(map, LoadFailureKind.UndefinedSymbol, $"{map.Name}: undefined symbol: {wanted.Name}{version}") with
        {
            Symbol = wanted.Name,
            Version = wanted.Version,
            Library = wanted.Library,
            Evidence = [evidence],
        });
    }

    private static LoadFailure Failure(LinkMap map, LoadFailureKind kind, string message) => new()
    {
        Kind = kind,
        Message = message,
        Opened = map.Root.Display,
        Culprit = map.Display,
        LoadChain = map.Chain,
        Steps = map.Steps,
    };

    private static string Describe(LinkMap map) => map.Assumption == Assumption.Interpreter ? "the interpreter, which is not at hand," : $"{map.Name} of the target, which is not at hand,";
}
