using Assay.Binaries;
using Assay.Binaries.Pe;
using Assay.Primitives;

namespace Assay.Tests.Binaries.Pe;

/// <summary>Every PE file of the corpus, read by us, by pefile, by LLVM's readobj and by LIEF.</summary>
[Trait("speed", "slow")]
public sealed class PeOracleTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_field_of_every_file_is_what_pefile_and_llvm_say()
    {
        List<string> differences = [];
        int files = 0, fields = 0;
        foreach ((OracleRecord record, byte[] content) in OracleRecord.All("pe"))
        {
            using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(content));
            OracleComparison comparison = new(record, record.Facts);
            PeImage image = Assert.IsType<PeImage>(Assert.Single(file.Images));
            CompareHeader(comparison, image);
            CompareImports(comparison, image);
            CompareExports(comparison, image);
            CompareDirectories(comparison, image);
            if (file.Faults.Any()) comparison.Differences.Add($"{record.Wheel}/{record.Path}: {string.Join("; ", file.Faults)}");
            differences.AddRange(comparison.Finish().Differences);
            fields += comparison.Compared;
            files++;
        }

        output.WriteLine($"{files} files, {fields} fields");
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n" + string.Join('\n', differences.Take(100)));
        Assert.True(files >= 56, $"only {files} files");
    }

    private static void CompareHeader(OracleComparison comparison, PeImage image)
    {
        PeHeader header = image.Header;
        comparison.Field("machine", $"0x{header.Machine:x}");
        comparison.Field("characteristics", $"0x{header.Characteristics:x}");
        comparison.Field("timestamp", header.Timestamp);
        comparison.Field("optional_magic", $"0x{header.Magic:x}");
        comparison.Field("linker_version", $"{header.LinkerVersion.Major}.{header.LinkerVersion.Minor}");
        comparison.Field("os_version", $"{header.OperatingSystemVersion.Major}.{header.OperatingSystemVersion.Minor}");
        comparison.Field("subsystem_version", $"{header.SubsystemVersion.Major}.{header.SubsystemVersion.Minor}");
        comparison.Field("subsystem", header.Subsystem);
        comparison.Field("entry_point", header.EntryPoint.Value);
        comparison.Field("image_base", header.ImageBase);
        comparison.Field("section_alignment", header.SectionAlignment);
        comparison.Field("file_alignment", header.FileAlignment);
        comparison.Field("size_of_image", header.SizeOfImage);
        comparison.Field("checksum", header.Checksum);
        comparison.Field("dll_characteristics", $"0x{header.DllCharacteristics:x}");
        comparison.Field("data_directories", header.DataDirectories.Select(directory => new[] { directory.Address.Value, directory.Size }));
        comparison.Field("sections", image.Sections.Select(section => new
        {
            characteristics = $"0x{section.Characteristics:x}",
            name = section.Name,
            raw_offset = section.RawOffset,
            raw_size = section.RawSize,
            vaddr = section.Address.Value,
            vsize = section.VirtualSize,
        }));
        comparison.Field("raw_beyond_eof", image.SectionBeyondEnd is not null);
        comparison.Field("certificate_size", image.CertificateSize);
    }

    private static void CompareImports(OracleComparison comparison, PeImage image)
    {
        comparison.Field("imports", image.Imports.Where(dll => !dll.IsDelayed).Select(dll => new { count = dll.Symbols.Length, dll = dll.Name }));
        comparison.Field("delay_imports", image.Imports.Where(dll => dll.IsDelayed).Select(dll => new { count = dll.Symbols.Length, dll = dll.Name }));
        comparison.Names("imported_symbols", Wanted(image, delayed: false));
        comparison.Names("delay_imported_symbols", Wanted(image, delayed: true));
        Assert.Equal(image.Imports.Select(dll => dll.Name), image.Needs.Select(need => need.Name));
    }

    private static IEnumerable<string> Wanted(PeImage image, bool delayed) =>
        image.WantedSymbols.Where(symbol => symbol.IsDelayed == delayed).Select(symbol => $"{symbol.Library!.ToLowerInvariant()}!{symbol.Name}");

    private static void CompareExports(OracleComparison comparison, PeImage image)
    {
        PeExport[] exports = [.. image.Exports];
        comparison.Field("export_dll_name", image.Name);
        comparison.Names("exported_symbols", exports.Select(export => export.Label));
        comparison.Field("forwarded_exports", exports.Count(export => export.Forwarder is not null));
        comparison.Field("py_init_exports", exports.Select(export => export.Label).Where(name => name.StartsWith("PyInit", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        // What is listed is also found by searching.
        Assert.All(exports.Take(200), export => Assert.Equal(export.Label, Assert.Single(image.Offers.Find(export.Label)).Name));
        Assert.Empty(image.Offers.Find("no_library_offers_this"));
    }

    private static void CompareDirectories(OracleComparison comparison, PeImage image)
    {
        comparison.Field("has_tls_directory", image.HasThreadLocalDirectory);
        Assert.Equal(image.HasThreadLocalDirectory, image.ThreadLocal is not null);
        comparison.Field("load_config", image.LoadConfig is not { } config ? null : new
        {
            chpe_metadata_pointer = config.ChpeMetadataPointer,
            dependent_load_flags = $"0x{config.DependentLoadFlags:x}",
            guard_flags = $"0x{config.GuardFlags:x}",
            size = config.Size,
        });
        comparison.Field("resources", image.Resources.Select(resource => new[] { resource.Type, resource.Id }));
        comparison.Field("manifest_ids", image.Manifests.Select(manifest => manifest.Id));
        comparison.Field("file_version", image.FileVersion?.FileVersion.ToString());
        comparison.Field("pdb", image.PdbPaths);

        // setuptools and CPython embed manifests, none of which depends on an assembly but those of programs with windows.
        Assert.All(image.Manifests, manifest => Assert.Contains("<assembly", manifest.Text, StringComparison.Ordinal));
    }
}
