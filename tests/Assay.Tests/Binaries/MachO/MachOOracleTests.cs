using System.Text.Json;
using Assay.Binaries;
using Assay.Binaries.MachO;
using Assay.Primitives;

namespace Assay.Tests.Binaries.MachO;

/// <summary>Every Mach-O file of the corpus, read by us, by LLVM's tools and by LIEF.</summary>
[Trait("speed", "slow")]
public sealed class MachOOracleTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_field_of_every_slice_is_what_llvm_and_lief_say()
    {
        List<string> differences = [];
        int files = 0, slices = 0, fields = 0;
        foreach ((OracleRecord record, byte[] content) in OracleRecord.All("macho"))
        {
            using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(content));
            OracleComparison whole = new(record, record.Facts);
            FatArchitecture[] entries = [.. file.Images.Cast<MachOImage>().Select(image => image.FatEntry).OfType<FatArchitecture>()];
            whole.Field("fat", entries.Length > 0);
            whole.Field("fat_magic", entries.Length > 0 ? $"0x{entries[0].Magic:x8}" : null);
            whole.Field("fat_entries", entries.Length == 0 ? null : entries.Select(entry => new
            {
                align = entry.AlignmentPower,
                cpu_subtype = entry.CpuSubtype & 0xffffff,
                cpu_type = entry.CpuType,
                offset = entry.Offset.Value,
                size = entry.Size,
            }));
            whole.LeaveOut("slices");
            fields += whole.Finish().Compared;
            differences.AddRange(whole.Differences);
            JsonElement[] theirs = [.. record.Facts.GetProperty("slices").EnumerateArray()];
            Assert.Equal(theirs.Length, file.Images.Length);
            foreach ((JsonElement their, MachOImage image) in theirs.Zip(file.Images.Cast<MachOImage>()))
            {
                OracleComparison comparison = new(record, their, $"{image.ArchitectureName}.");
                CompareHeader(comparison, image);
                CompareCommands(comparison, image);
                CompareSegments(comparison, image);
                CompareSymbols(comparison, image);
                CompareFixups(comparison, image);
                CompareSignature(comparison, their, image);
                differences.AddRange(comparison.Finish().Differences);
                fields += comparison.Compared;
                slices++;
            }

            if (file.Faults.Any()) differences.Add($"{record.Wheel}/{record.Path}: {string.Join("; ", file.Faults)}");
            files++;
        }

        output.WriteLine($"{files} files, {slices} slices, {fields} fields");
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n" + string.Join('\n', differences.Take(100)));
        Assert.True(files >= 457, $"only {files} files");
    }

    private static void CompareHeader(OracleComparison comparison, MachOImage image)
    {
        comparison.Field("offset", image.Start.Value);
        comparison.Field("size", image.Length);
        comparison.Field("arch", image.ArchitectureName);
        comparison.Field("cpu_type", image.CpuType);
        comparison.Field("cpu_subtype", image.CpuSubtype & 0xffffff);
        comparison.Field("file_type", image.FileType);
        comparison.Field("flags", $"0x{image.Flags:x}");

        // Their list of names has none for MH_PIE (0x200000, on the two interpreters); the number itself is compared.
        comparison.Field("flag_names", image.FlagNames.Where(name => name != "PIE").Order(StringComparer.Ordinal));
        comparison.Field("two_level", image.IsTwoLevel);
        comparison.Field("ncmds", image.CommandCount);
        comparison.Field("sizeofcmds", image.CommandsSize);
    }

    private static void CompareCommands(OracleComparison comparison, MachOImage image)
    {
        comparison.Field("load_commands", image.LoadCommands.Select(command => command.Name));
        comparison.Field("uuid", image.Uuid?.ToString("D").ToUpperInvariant());
        comparison.Field("install_name", image.Identity is not { } identity ? null : new
        {
            compat = Three(identity.CompatibilityVersion),
            current = Three(identity.CurrentVersion),
            name = identity.Name,
        });
        comparison.Field("rpaths", image.SearchPaths.Select(path => path.Path));
        comparison.Field("duplicate_rpaths", image.DuplicateSearchPaths.Any());
        comparison.Field("duplicate_dylibs", image.DuplicateNeeds.Any());
        comparison.Field("dylibs", image.Needs.Select(need => new
        {
            compat = Three(need.CompatibilityVersion!.Value),
            current = Three(need.CurrentVersion!.Value),
            kind = need.Record["LC_".Length..].ToLowerInvariant(),
            name = need.Name,
        }));
        comparison.Field("build", image.Build is not { } build ? null : new
        {
            command = build.Record,
            minos = build.MinimumOs.ToString(),
            platform = build.PlatformName,
            sdk = build.Sdk?.ToString() ?? "n/a",
            tools = build.Tools.Select(tool => new[] { tool.Name, tool.Version.ToString() }),
        });
        comparison.Field("symtab", image.SymbolTable is not { } table ? null : new
        {
            nsyms = table.SymbolCount,
            stroff = table.Strings.SliceOffset,
            stroff_mod_8 = table.Strings.SliceOffset % 8,
            strsize = table.Strings.Size,
            symoff = table.SymbolsOffset,
        });
    }

    private static void CompareSegments(OracleComparison comparison, MachOImage image)
    {
        comparison.Field("segments", image.Segments.Select(segment => new
        {
            fileoff = segment.SliceOffset,
            filesize = segment.FileSize,
            flags = segment.Flags,
            initprot = segment.InitialProtection,
            maxprot = segment.MaximumProtection,
            name = segment.Name,
            nsects = segment.SectionCount,
            vmaddr = segment.VirtualAddress.Value,
            vmsize = segment.VirtualSize,
        }));
        Assert.All(image.Segments, segment => Assert.Equal(segment.SectionCount, (uint)segment.Sections.Length));
        comparison.Field("segment_beyond_eof", image.SegmentBeyondEnd is not null);
        comparison.Field("data_const_read_only_flag", image.IsDataConstReadOnly);
        comparison.Field("initializer_count", image.InitializerCount);
        comparison.Field("thread_local_sections", image.Sections.Any(section => section.IsThreadLocal));
        comparison.Field("zerofill_sections", image.Sections.Count(section => section.IsZeroFill));
        comparison.Field(
            "zerofill_with_nonzero_offset",
            image.ZeroFillSectionsWithOffset.Select(section => new object[] { $"{section.SegmentName},{section.Name}", section.SliceOffset }));
    }

    private static void CompareSymbols(OracleComparison comparison, MachOImage image)
    {
        MachOSymbol[] undefined = [.. image.ExternalSymbols.Where(symbol => symbol.IsUndefined)];
        comparison.Names("imported_symbols", undefined.Select(symbol => symbol.Name));
        comparison.Field("flat_imports", undefined.Count(symbol => symbol.LibraryOrdinal == -2));
        comparison.Field("weak_imports", undefined.Count(symbol => symbol.IsWeakReference));
        comparison.Field("imports_by_source", undefined.GroupBy(symbol => symbol.LibraryOrdinal switch
        {
            -2 => "flat",
            int ordinal => image.Needs[ordinal - 1].Name,
        }).ToDictionary(group => group.Key, group => group.Count()));

        MachOExport[] exports = [.. image.Exports];
        comparison.Names("exported_symbols", exports.Select(export => export.Name));
        comparison.Field("exports_trie_size", image.ExportsTrieRange?.Size ?? 0);
        comparison.Field("py_init_exports", exports.Select(export => export.Name[1..]).Where(name => name.StartsWith("PyInit", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        // The symbol table tells the same by another way, and what is listed is found by walking down.
        Assert.Equal(
            image.ExternalSymbols.Where(symbol => !symbol.IsUndefined && !symbol.IsPrivate).Select(symbol => symbol.Name).Order(StringComparer.Ordinal),
            exports.Select(export => export.Name).Order(StringComparer.Ordinal));
        Assert.All(exports.Take(200), export => Assert.Equal(export.Name, Assert.Single(image.Offers.Find(export.Name)).Name));
        Assert.Empty(image.Offers.Find("_no_library_offers_this"));

        // So do the binds. What they name and the symbol table does not call undefined is offered here and coalesced (weak), or bound to itself.
        HashSet<string> bound = [.. image.WantedSymbols.Select(symbol => symbol.Name)];
        Assert.DoesNotContain(undefined, symbol => !bound.Contains(symbol.Name) && symbol.Name != "dyld_stub_binder");
        HashSet<string> known = [.. undefined.Select(symbol => symbol.Name), .. exports.Select(export => export.Name)];
        Assert.All(image.WantedSymbols, symbol => Assert.True(symbol.Ordinal is -3 || known.Contains(symbol.Name), symbol.ToString()));
    }

    private static void CompareFixups(OracleComparison comparison, MachOImage image)
    {
        comparison.Field("fixups", image.ChainedFixupsRange is not null ? "chained" : image.DyldInfo is not null ? "dyld_info" : null);
        comparison.Field("chained", image.ChainedFixups is not { } fixups ? null : new
        {
            imports = Digest(fixups.Imports.Select(import => import.Name)),
            imports_count = fixups.ImportsCount,
            imports_format = fixups.ImportsFormat,
            ordinals = fixups.Imports.GroupBy(import => import.Ordinal).ToDictionary(group => $"{group.Key}", group => group.Count()),
            page_sizes = fixups.Segments.Select(segment => segment.PageSize).Distinct().Order(),
            pointer_formats = fixups.Segments.Select(segment => segment.PointerFormat).Distinct().Order(),
            symbols_format = fixups.SymbolsFormat,
        });
    }

    private static void CompareSignature(OracleComparison comparison, JsonElement theirs, MachOImage image)
    {
        comparison.Field("code_signature", image.CodeSignature is not { } signature ? null : new
        {
            blobs = signature.Blobs.Select(blob => new { length = blob.Length, magic = $"0x{blob.Magic:x}", slot = $"0x{blob.Slot:x}" }),
            cms_length = signature.CmsLength,
            code_directories = signature.CodeDirectories.Select(directory => Describe(directory, signature)),
            dataoff = signature.Range.SliceOffset,
            datasize = signature.Range.Size,
            ends_at_slice_end = signature.EndsWithImage,
            entitlements = signature.HasEntitlements,
            superblob_length = signature.Length,
            superblob_magic = $"0x{signature.Magic:x}",
        });
        Assert.Equal(theirs.GetProperty("code_signature").ValueKind == JsonValueKind.Null, image.CodeSignatureRange is null);
    }

    private static object Describe(CodeDirectory directory, CodeSignature signature)
    {
        int[] bad = [.. directory.FindBadPages()];
        return new
        {
            adhoc = directory.IsAdHoc,
            bad_page_count = bad.Length,
            bad_pages = bad,
            cdhash = directory.ComputeHash(),
            code_limit = directory.CodeLimit,
            code_limit_equals_dataoff = directory.CodeLimit == signature.Range.SliceOffset,
            code_slots = directory.CodeSlotCount,
            flags = $"0x{directory.Flags:x}",
            hash_size = directory.HashSize,
            hash_type = directory.HashType,
            identifier = directory.Identifier,
            linker_signed = directory.IsLinkerSigned,
            page_size = directory.PageSize,
            runtime = directory.HasRuntime,
            slot = $"0x{directory.Slot:x}",
            special_slots = directory.SpecialSlotCount,
            team_id = directory.TeamIdentifier,
            version = $"0x{directory.Version:x}",
        };
    }

    private static object Digest(IEnumerable<string> names) => OracleComparison.Digest(names);

    private static string Three(PackedVersion version) => $"{version.Major}.{version.Minor}.{version.Patch}";
}
