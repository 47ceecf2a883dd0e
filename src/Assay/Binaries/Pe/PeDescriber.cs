namespace Assay.Binaries.Pe;

/// <summary>Takes from a real PE file what the text form can say.</summary>
internal static class PeDescriber
{
    /// <summary>Describes one file.</summary>
    /// <param name="image">The file.</param>
    public static PeDescription Describe(PeImage image)
    {
        PeDescription description = new()
        {
            Header = image.Header,
            Name = image.Name,
            ThreadLocal = image.ThreadLocal,
            LoadConfig = image.LoadConfig,
            Version = image.FileVersion,
            CertificateSize = image.CertificateSize,
        };
        foreach (ImportedDll dll in image.Imports)
        {
            PeDescribedImport import = new(dll.Name, dll.IsDelayed);
            import.Symbols.AddRange(dll.Symbols);
            description.Imports.Add(import);
        }

        description.Offers.AddRange(image.Exports);
        description.Manifests.AddRange(image.Manifests);
        description.PdbPaths.AddRange(image.PdbPaths);
        return description;
    }
}
