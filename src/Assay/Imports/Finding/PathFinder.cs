using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Imports.Finding;

/// <summary>
/// Finds modules on a path exactly as importlib does (Lib/importlib/_bootstrap_external.py, <c>PathFinder</c> and <c>FileFinder.find_spec</c>): in each
/// entry a package directory first, then the module by its suffixes, extensions before source before byte code; a bare directory is remembered as a
/// portion of a namespace package and the search goes on.
/// </summary>
internal sealed class PathFinder
{
    private readonly DirectoryCache directories;
    private readonly (string Suffix, ModuleKind Kind)[] suffixes;
    private readonly string workingDirectory;

    /// <summary>Makes a finder.</summary>
    /// <param name="directories">What is in the directories.</param>
    /// <param name="extensionSuffixes">The suffixes of extension modules in importlib's order.</param>
    /// <param name="workingDirectory">What an empty path entry stands for.</param>
    public PathFinder(DirectoryCache directories, IEnumerable<string> extensionSuffixes, string? workingDirectory)
    {
        this.directories = directories;
        this.workingDirectory = workingDirectory ?? "/";
        suffixes = [.. extensionSuffixes.Select(suffix => (suffix, ModuleKind.Extension)), (".py", ModuleKind.Source), (".pyc", ModuleKind.Bytecode)];
    }

    /// <summary>Looks for a module.</summary>
    /// <param name="name">Its dotted name; the last part is looked for.</param>
    /// <param name="path">The directories and archives to look in.</param>
    /// <returns>Where it is, or null.</returns>
    public ModuleSpec? Find(string name, IEnumerable<string> path)
    {
        string tail = name[(name.LastIndexOf('.') + 1)..];
        List<string>? portions = null;
        foreach (string raw in path)
        {
            string entry = raw.Length == 0 ? workingDirectory : raw[0] == '/' ? raw : PosixPath.Normalize(PosixPath.Join(workingDirectory, raw));
            if (directories.List(entry) is { } listing)
            {
                if (FindIn(listing, entry, name, tail, out string? portion) is { } spec) return spec;
                if (portion is not null) (portions ??= []).Add(portion);
            }
            else if (FindInArchive(entry, name, tail, ref portions) is { } zipped)
            {
                return zipped;
            }
        }

        return portions is null ? null : new ModuleSpec(name, ModuleKind.Namespace, null) { Locations = [.. portions] };
    }

    /// <summary>The content of a source file found before, or null when it cannot be read.</summary>
    /// <param name="spec">Where it was found.</param>
    public byte[]? Read(ModuleSpec spec)
    {
        if (spec.File is null) return null;
        if (!spec.IsZipped) return directories.Machine.ReadWhole(spec.File);
        (ZipDirectory Archive, string Inside)? place = Split(spec.File);
        return place?.Archive.Content(directories.Machine, place.Value.Inside);
    }

    /// <summary>Files that carry a module's name but that this interpreter does not take.</summary>
    /// <param name="name">The dotted name.</param>
    /// <param name="path">The directories that were searched.</param>
    public ImmutableArray<string> NearMisses(string name, IEnumerable<string> path)
    {
        string tail = name[(name.LastIndexOf('.') + 1)..];
        ImmutableArray<string>.Builder found = ImmutableArray.CreateBuilder<string>();
        foreach (string raw in path)
        {
            string entry = raw.Length == 0 ? workingDirectory : raw;
            if (directories.List(entry) is not { } listing) continue;
            foreach (string candidate in listing.Names)
            {
                bool sameSpelling = candidate.StartsWith(tail, StringComparison.Ordinal);
                if (!candidate.StartsWith(tail, StringComparison.OrdinalIgnoreCase)) continue;
                bool exact = candidate.Length == tail.Length;
                bool suffixed = !exact && candidate[tail.Length] == '.' && LooksLikeModule(candidate[tail.Length..]);
                if (suffixed || (exact && (!sameSpelling || !listing.IsDirectory(candidate)))) found.Add(PosixPath.Join(entry, candidate));
            }
        }

        return found.ToImmutable();
    }

    private static bool LooksLikeModule(string suffix) =>
        suffix.EndsWith(".so", StringComparison.OrdinalIgnoreCase) || suffix.EndsWith(".pyd", StringComparison.OrdinalIgnoreCase)
        || suffix.EndsWith(".dylib", StringComparison.OrdinalIgnoreCase) || suffix.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        || suffix.Equals(".py", StringComparison.OrdinalIgnoreCase) || suffix.Equals(".pyc", StringComparison.OrdinalIgnoreCase) || suffix.Equals(".pyx", StringComparison.OrdinalIgnoreCase);

    private ModuleSpec? FindIn(DirectoryCache.Listing listing, string entry, string name, string tail, out string? portion)
    {
        portion = null;
        if (listing.Contains(tail) && listing.IsDirectory(tail))
        {
            string package = PosixPath.Join(entry, tail);
            if (directories.List(package) is { } inside)
            {
                foreach ((string suffix, ModuleKind kind) in suffixes)
                {
                    if (inside.IsFile("__init__" + suffix))
                        return new ModuleSpec(name, kind, PosixPath.Join(package, "__init__" + suffix)) { Locations = [package] };
                }
            }

            portion = package;
        }

        foreach ((string suffix, ModuleKind kind) in suffixes)
        {
            if (!listing.IsFile(tail + suffix)) continue;
            portion = null;
            return new ModuleSpec(name, kind, PosixPath.Join(entry, tail + suffix));
        }

        return null;
    }

    // zipimport's own order: byte code before source, packages before modules (_zip_searchorder). Extensions cannot be in archives.
    private ModuleSpec? FindInArchive(string entry, string name, string tail, ref List<string>? portions)
    {
        if (Split(entry) is not { } place) return null;
        string inside = place.Inside.Length == 0 ? tail : place.Inside + "/" + tail;
        string shown = PosixPath.Join(entry, tail);
        if (place.Archive.HasFile(inside + "/__init__.pyc")) return Zipped(name, ModuleKind.Bytecode, shown + "/__init__.pyc", [shown]);
        if (place.Archive.HasFile(inside + "/__init__.py")) return Zipped(name, ModuleKind.Source, shown + "/__init__.py", [shown]);
        if (place.Archive.HasFile(inside + ".pyc")) return Zipped(name, ModuleKind.Bytecode, shown + ".pyc", default);
        if (place.Archive.HasFile(inside + ".py")) return Zipped(name, ModuleKind.Source, shown + ".py", default);
        if (place.Archive.HasFolder(inside)) (portions ??= []).Add(shown);
        return null;
    }

    private static ModuleSpec Zipped(string name, ModuleKind kind, string file, ImmutableArray<string> locations) =>
        new(name, kind, file) { IsZipped = true, Locations = locations };

    /// <summary>Splits a path into an archive and what is inside it; null when no part of the path is an archive.</summary>
    private (ZipDirectory Archive, string Inside)? Split(string path)
    {
        string archive = path;
        while (archive.Length > 1)
        {
            FileFacts? facts = directories.Machine.Look(archive, out _);
            if (facts?.Kind == FileKind.Directory) return null;
            if (facts?.Kind == FileKind.File)
            {
                ZipDirectory? found = directories.Archive(archive);
                return found is null ? null : (found, path.Length == archive.Length ? "" : path[(archive.Length + 1)..]);
            }

            archive = PosixPath.Directory(archive);
        }

        return null;
    }
}
