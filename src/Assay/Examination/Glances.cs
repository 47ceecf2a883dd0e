using Assay.Binaries;
using Assay.Binaries.MachO;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>Looks at the files that failures point to.</summary>
internal static class Glances
{
    /// <summary>A look at the file that a failed import stumbled over, or null when it was no file.</summary>
    public static FileGlance? AtCulprit(FailedImport failed, BinaryStore store, Architecture architecture)
    {
        LoadFailure? load = failed.Load;
        return load is null || load.Kind == LoadFailureKind.MissingLibrary ? null : At(load.Culprit ?? load.Opened, store, architecture);
    }

    /// <summary>Looks at every binary that walks opened, each once.</summary>
    public static IEnumerable<FileGlance> AtOpened(IEnumerable<ImportWalkResult> walks, BinaryStore store) =>
        walks.SelectMany(walk => walk.Steps)
            .Where(step => step is { Kind: ModuleKind.Extension, File: not null })
            .Select(step => step.File!)
            .Distinct(StringComparer.Ordinal)
            .Select(path => At(path, store, Architecture.Unknown))
            .OfType<FileGlance>();

    private static FileGlance? At(string path, BinaryStore store, Architecture architecture)
    {
        if (store.Get(path, out AccessOutcome _) is not { } file) return null;
        return new FileGlance(path, file.Length, file.Format)
        {
            Architectures = [.. file.Images.Select(image => image.Architecture)],
            Platform = file.Images.IsEmpty ? default : file.Images[0].Platform,
            MinimumOs = file.Images.OfType<MachOImage>().Where(image => image.Architecture == architecture).Select(image => image.MinimumOs).FirstOrDefault(),
            RawMachine = file.Images.IsEmpty ? 0 : file.Images[0].RawMachine,
            Sdk = file.Images.OfType<MachOImage>().FirstOrDefault(image => image.Architecture == architecture)?.Build?.Sdk,
            LooksLike = file.Format == BinaryFormat.Unknown ? file.OwnFaults.Select(fault => fault.Found).FirstOrDefault() : null,
        };
    }
}
