using System.Diagnostics.CodeAnalysis;

namespace Assay.Packaging.Choosing;

/// <summary>The parts of a source distribution's file name (PEP 625, and what was usual before it).</summary>
/// <param name="Name">The normalised name.</param>
/// <param name="Version">The version.</param>
/// <param name="Extension">The ending: <c>.tar.gz</c>.</param>
public sealed record SourceFilename(string Name, PackageVersion Version, string Extension)
{
    /// <summary>Reads a name as <c>packaging.utils.parse_sdist_filename</c> does: <c>.tar.gz</c> or <c>.zip</c>, and what is behind the last '-' is the version.</summary>
    /// <param name="text">The file's name.</param>
    /// <param name="filename">The parts.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SourceFilename? filename)
    {
        ArgumentNullException.ThrowIfNull(text);
        filename = null;
        string? extension = ((string[])[".tar.gz", ".zip"]).FirstOrDefault(ending => text.EndsWith(ending, StringComparison.Ordinal));
        if (extension is null) return false;
        string stem = text[..^extension.Length];
        int cut = stem.LastIndexOf('-');
        if (cut <= 0 || !PackageVersion.TryParse(stem[(cut + 1)..], out PackageVersion? version)) return false;
        filename = new SourceFilename(PackageName.Normalize(stem[..cut]), version, extension);
        return true;
    }

    /// <summary>Reads the name of a file of a project that is known, whose version may have a '-' in it.</summary>
    /// <param name="text">The file's name.</param>
    /// <param name="project">The project's normalised name.</param>
    /// <param name="extensions">The endings that count, the longest first.</param>
    /// <param name="filename">The parts.</param>
    public static bool TryParse(string text, string project, string[] extensions, [NotNullWhen(true)] out SourceFilename? filename)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(extensions);
        filename = null;
        string? extension = extensions.FirstOrDefault(ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        if (extension is null) return false;
        string stem = text[..^extension.Length];
        for (int cut = stem.IndexOf('-', StringComparison.Ordinal); cut > 0; cut = stem.IndexOf('-', cut + 1))
        {
            if (PackageName.Normalize(stem[..cut]) != project) continue;
            if (!PackageVersion.TryParse(stem[(cut + 1)..], out PackageVersion? version)) return false;
            filename = new SourceFilename(project, version, extension);
            return true;
        }

        return false;
    }
}
