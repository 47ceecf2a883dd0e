using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Tests.Binaries.Elf;

/// <summary>Every ELF file of the corpus, read by us, by readelf and by pyelftools.</summary>
[Trait("speed", "slow")]
public sealed partial class ElfOracleTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_field_of_every_file_is_what_readelf_and_pyelftools_say()
    {
        List<string> differences = [];
        int files = 0, fields = 0;
        foreach ((OracleRecord record, byte[] content) in OracleRecord.All("elf"))
        {
            using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(content));
            OracleComparison comparison = new(record, record.Facts);
            Compare(comparison, Assert.IsType<ElfImage>(Assert.Single(file.Images)));
            if (file.Faults.Any()) comparison.Differences.Add($"{record.Wheel}/{record.Path}: {string.Join("; ", file.Faults)}");
            differences.AddRange(comparison.Finish().Differences);
            files++;
            fields += comparison.Compared;
        }

        output.WriteLine($"{files} files, {fields} fields");
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n" + string.Join('\n', differences.Take(100)));
        Assert.True(files >= 325, $"only {files} files");
    }

    private static void Compare(OracleComparison comparison, ElfImage image)
    {
        CompareHeader(comparison, image);
        CompareSegments(comparison, image);
        CompareDynamic(comparison, image);
        CompareSymbols(comparison, image);
    }

    private static void CompareHeader(OracleComparison comparison, ElfImage image)
    {
        comparison.Field("class", image.Header.Class == ElfClass.Elf64 ? "ELF64" : "ELF32");
        comparison.Field("data", image.Header.Data == ElfData.LittleEndian ? "LSB" : "MSB");
        comparison.Field("osabi", image.Header.OsAbi);
        comparison.Field("abi_version", image.Header.AbiVersion);
        comparison.Field("e_type", ElfNames.FileType(image.Header.Type));
        comparison.Field("e_machine", image.Header.Machine);
        comparison.Field("e_flags", image.Header.Flags);
        comparison.Field("program_header_count", image.Header.ProgramHeaderCount);
        comparison.Field("section_header_count", image.Sections.Length);
        comparison.Field("has_symtab", image.HasSymbolTable);
        comparison.Field("compilers", image.Producers.Order(StringComparer.Ordinal));
        comparison.Field("build_id", image.BuildId);
        comparison.Field("gnu_properties", image.Properties.Select(property => new object?[] { PropertyName(property.Type), property.Value }));
        comparison.Field("x86_isa_needed", image.IsaNeeded);

        // The words of readelf for the same properties.
        comparison.LeaveOut("gnu_properties_readelf");
    }

    private static void CompareSegments(OracleComparison comparison, ElfImage image)
    {
        ImmutableArray<ElfSegment> loads = [.. image.Segments.Where(segment => segment.IsLoad)];

        // readelf cuts this name to fourteen letters.
        comparison.Field("segment_types", image.Segments.Select(segment => segment.TypeName.Replace("RISCV_ATTRIBUTES", "RISCV_ATTRIBUT", StringComparison.Ordinal)));
        comparison.Field("load_segments", loads.Select(segment => new
        {
            align = segment.Alignment,
            filesz = segment.FileSize,
            flags = ElfNames.SegmentFlags(segment.Flags),
            memsz = segment.MemorySize,
            offset = segment.Offset.Value,
            vaddr = segment.Address.Value,
        }));
        comparison.Field("load_align_min", loads.Min(segment => segment.Alignment));
        comparison.Field("load_align_max", loads.Max(segment => segment.Alignment));
        comparison.Field("load_beyond_eof", image.LoadsBeyondEnd);
        comparison.Field("page_congruent", new Dictionary<string, bool>
        {
            ["4096"] = image.IsPageCongruent(4096),
            ["16384"] = image.IsPageCongruent(16384),
            ["65536"] = image.IsPageCongruent(65536),
        });
        comparison.Field("p_align_congruent", loads.All(segment => segment.Alignment is 0 or 1 || segment.IsPageCongruent((long)segment.Alignment)));
        comparison.Field("interp", image.Interpreter);
        comparison.Field("gnu_stack", image.StackFlags is { } flags ? ElfNames.SegmentFlags(flags) : null);
        comparison.Field("relro", image.HasRelro);
        comparison.Field("tls", image.ThreadLocal is { } block ? new { align = block.Alignment, filesz = block.FileSize, memsz = block.MemorySize } : null);
    }

    private static void CompareDynamic(OracleComparison comparison, ElfImage image)
    {
        comparison.Field("soname", image.Name);
        comparison.Field("needed", image.Needs.Select(need => need.Name));
        comparison.Field("rpath", image.Rpath);
        comparison.Field("runpath", image.Runpath);
        comparison.Field("dt_flags", image.Flags);
        comparison.Field("dt_flags_1", image.Flags1);
        comparison.Field("dynamic_tags", image.Dynamic.Entries.Select(entry => entry.TagName).Distinct().Order(StringComparer.Ordinal));
        comparison.Field("has_dt_hash", image.HasSystemVHash);
        comparison.Field("has_gnu_hash", image.HasGnuHash);
        comparison.Field("has_relr", image.HasRelr);
        comparison.Field("has_init", image.HasInit);
        comparison.Field("textrel", image.HasTextRelocations);
        comparison.Field("init_array_entries", image.InitArrayCount);
        comparison.Field("verneed", image.VersionNeeds.Select(need => new
        {
            file = need.File,
            versions = need.Versions.Select(version => new { name = version.Name, weak = version.IsWeak }),
        }));
        comparison.Field("verdef", image.VersionDefinitions.Select(definition => new { @base = definition.IsBase, name = definition.Name }));
        comparison.Field("max_needed_versions", Highest(image));
    }

    private static void CompareSymbols(OracleComparison comparison, ElfImage image)
    {
        comparison.Names("imported_symbols", image.WantedSymbols.Select(symbol => symbol.Version is null ? symbol.Name : $"{symbol.Name}@{symbol.Version}"));

        // The markers that linkers make for each version are no symbols of the library (natives.md).
        HashSet<string> markers = [.. image.VersionDefinitions.Select(definition => definition.Name)];
        List<OfferedSymbol> offers = [.. image.Offers.All.Where(symbol => !markers.Contains(symbol.Name))];
        comparison.Names("exported_symbols", offers.Select(symbol => symbol.Version is null ? symbol.Name : $"{symbol.Name}{(symbol.IsDefaultVersion ? "@@" : "@")}{symbol.Version}"));
        comparison.Field("py_init_exports", offers.Select(symbol => symbol.Name).Where(name => name.StartsWith("PyInit", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        comparison.Field("weak_undefined_symbols", image.WantedSymbols.Count(symbol => symbol.IsWeak));
        comparison.Field("undefined_tls_symbols", image.WantedSymbols.Count(symbol => symbol.IsThreadLocal));
        comparison.Field("defined_ifunc_symbols", Enumerable.Range(0, image.Symbols.Count).Select(index => image.Symbols[index]).Count(symbol => symbol is { IsDefined: true, IsIndirectFunction: true }));
        comparison.Field("initial_exec_tls_relocations", image.InitialExecRelocations);
        comparison.Field("dynamic_relocations", image.Relocations.CountByType().ToDictionary(pair => ElfRelocationNames.Name(image.Header.Machine, pair.Key), pair => pair.Value));
        Assert.Equal(image.Relocations.Count, image.Relocations.Count());

        // What is listed is also found by its hash, under its version.
        foreach (OfferedSymbol symbol in offers.Take(50)) Assert.Contains(symbol, image.Offers.Find(symbol.Name));
        Assert.Empty(image.Offers.Find("no_library_offers_this"));
    }

    private static Dictionary<string, string> Highest(ElfImage image) => image.VersionNeeds
        .SelectMany(need => need.Versions)
        .Select(version => VersionName().Match(version.Name))
        .Where(match => match.Success)
        .GroupBy(match => match.Groups["family"].Value)
        .ToDictionary(group => group.Key, group => group.MaxBy(match => Version.Parse(match.Groups["number"].Value + (match.Groups["number"].Value.Contains('.', StringComparison.Ordinal) ? "" : ".0")))!.Result("$_"));

    private static string PropertyName(uint type) => type switch
    {
        0xc0000002 => "GNU_PROPERTY_X86_FEATURE_1_AND",
        0xc0010001 => "GNU_PROPERTY_X86_FEATURE_2_USED",
        0xc0010002 => "GNU_PROPERTY_X86_ISA_1_USED",
        _ => $"0x{type:x}",
    };

    // Letters up to the first digit are the family: krb5_3_MIT belongs to "krb", as in the record.
    [GeneratedRegex(@"^(?<family>[A-Za-z_]*?)_?(?<number>\d+(\.\d+)*)")]
    private static partial Regex VersionName();
}
