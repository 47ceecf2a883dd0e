using Assay.Binaries.Description;

namespace Assay.Binaries.Pe;

/// <summary>Writes descriptions of PE files; <see cref="PeParser"/> reads them back.</summary>
internal static class PeDump
{
    /// <summary>Writes a real file: first what can be assembled again, then remarks for people.</summary>
    /// <param name="image">The file.</param>
    /// <param name="writer">Where the lines go.</param>
    public static void Write(PeImage image, DescriptionWriter writer)
    {
        Write(PeDescriber.Describe(image), writer);
        if (image.IsArm64EmulationCompatible) writer.Comment("ARM64EC: x64 on disk, Arm code inside");
        if (image.IsArm64Hybrid) writer.Comment("ARM64X: Arm on disk, x64 code inside");
        foreach (PeManifest manifest in image.Manifests)
        {
            foreach (DependentAssembly assembly in manifest.Dependencies) writer.Comment($"manifest {manifest.Id} depends on {assembly.Name} {assembly.Version}");
        }
    }

    /// <summary>Writes a description in its canonical order.</summary>
    /// <param name="pe">The description.</param>
    /// <param name="writer">Where the lines go.</param>
    public static void Write(PeDescription pe, DescriptionWriter writer)
    {
        WriteHeader(pe, writer);
        WriteRecords(pe, writer);
        foreach (PeDescribedImport import in pe.Imports)
        {
            writer.Line(import.IsDelayed ? "delay-needs" : "needs", DescriptionWriter.Name(import.DllName));
            foreach (string symbol in import.Symbols) writer.Line("wants", Symbol(symbol), "from", DescriptionWriter.Name(import.DllName));
        }

        WriteOffers(pe, writer);
    }

    private static void WriteHeader(PeDescription pe, DescriptionWriter writer)
    {
        PeHeader header = pe.Header;
        bool isDll = (header.Characteristics & PeConstants.IMAGE_FILE_DLL) != 0;
        PeHeader usual = PeDescription.Usual(header.Machine, isDll);
        writer.Line("pe", PeWords.Machine(header.Machine), isDll ? "dll" : "exe");
        if (header.Magic != usual.Magic) writer.Line("magic", DescriptionWriter.Hex(header.Magic));
        if (header.Characteristics != usual.Characteristics) writer.Line("characteristics", DescriptionWriter.Hex(header.Characteristics));
        if (header.LinkerVersion != usual.LinkerVersion) writer.Line("linker", $"{header.LinkerVersion.Major}.{header.LinkerVersion.Minor}");
        if (header.OperatingSystemVersion != usual.OperatingSystemVersion)
            writer.Line("os-version", $"{header.OperatingSystemVersion.Major}.{header.OperatingSystemVersion.Minor}");
        if (header.SubsystemVersion != usual.SubsystemVersion) writer.Line("subsystem-version", $"{header.SubsystemVersion.Major}.{header.SubsystemVersion.Minor}");
        if (header.Subsystem != usual.Subsystem) writer.Line("subsystem", $"{header.Subsystem}");
        if (header.ImageBase != usual.ImageBase) writer.Line("image-base", DescriptionWriter.Hex(header.ImageBase));
        if (header.DllCharacteristics != usual.DllCharacteristics) writer.Line("dll-characteristics", DescriptionWriter.Hex(header.DllCharacteristics));
        if (header.Timestamp != 0) writer.Line("timestamp", DescriptionWriter.Hex(header.Timestamp));
        if (header.Checksum != 0) writer.Line("checksum", DescriptionWriter.Hex(header.Checksum));
    }

    private static void WriteRecords(PeDescription pe, DescriptionWriter writer)
    {
        if (pe.ThreadLocal is { } block)
        {
            writer.Line(
                "tls", "size", DescriptionWriter.Hex((ulong)block.MemorySize), block.FileSize == 0 ? null : "file",
                block.FileSize == 0 ? null : DescriptionWriter.Hex((ulong)block.FileSize), "align", $"{block.Alignment}");
        }

        if (pe.LoadConfig is { } config)
        {
            writer.Line(
                "load-config", "size", $"{config.Size}", config.GuardFlags == 0 ? null : "guard", config.GuardFlags == 0 ? null : DescriptionWriter.Hex(config.GuardFlags),
                config.DependentLoadFlags == 0 ? null : "dependent", config.DependentLoadFlags == 0 ? null : DescriptionWriter.Hex(config.DependentLoadFlags),
                config.ChpeMetadataPointer == 0 ? null : "chpe", config.ChpeMetadataPointer == 0 ? null : DescriptionWriter.Hex(config.ChpeMetadataPointer));
        }

        if (pe.Version is { } version)
        {
            bool same = version.ProductVersion == version.FileVersion;
            writer.Line("version", version.FileVersion.ToString(), same ? null : "product", same ? null : version.ProductVersion.ToString());
        }

        foreach (PeManifest manifest in pe.Manifests) writer.Line("manifest", $"{manifest.Id}", DescriptionWriter.Name(manifest.Text));
        foreach (string path in pe.PdbPaths) writer.Line("pdb", DescriptionWriter.Name(path));
        if (pe.CertificateSize != 0) writer.Line("certificate", $"{pe.CertificateSize}");
    }

    private static void WriteOffers(PeDescription pe, DescriptionWriter writer)
    {
        if (pe.Name is { } name) writer.Line("name", DescriptionWriter.Name(name));
        uint expected = 1;
        foreach (PeExport offer in pe.Offers)
        {
            bool told = offer.Name is null || offer.Ordinal != expected;
            writer.Line(
                "offers", offer.Name is null ? null : DescriptionWriter.Name(offer.Name, PeParser.SymbolKeywords), told ? "ordinal" : null, told ? $"{offer.Ordinal}" : null,
                offer.Forwarder is null ? null : "to", offer.Forwarder is null ? null : DescriptionWriter.Name(offer.Forwarder));
            expected = offer.Ordinal + 1;
        }
    }

    private static string Symbol(string symbol) => symbol.StartsWith('#') ? $"ordinal {symbol[1..]}" : DescriptionWriter.Name(symbol, PeParser.SymbolKeywords);
}
