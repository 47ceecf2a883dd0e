using System.Collections.Immutable;
using Assay.Binaries.Elf;
using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>Whether every symbol version that an object wants is there (glibc elf/dl-version.c <c>_dl_check_map_versions</c>).</summary>
/// <param name="system">The system.</param>
/// <param name="objects">The objects of the process.</param>
/// <param name="questions">What could not be decided, to be added to.</param>
internal sealed class VersionCheck(GlibcSystem system, ObjectTable objects, List<string> questions)
{
    /// <summary>Checks one object.</summary>
    /// <param name="map">The object.</param>
    /// <param name="searchList">The search list of the object that was opened.</param>
    /// <returns>What stops the load, or null.</returns>
    public Refusal? Check(LinkMap map, LinkMap[] searchList)
    {
        if (map.IsVersionChecked || map.Image is not { } image) return null;
        map.IsVersionChecked = true;
        if (image.VersionNeeds is [{ RecordVersion: not 1 } first, ..])
            return Error(map, LoadFailureKind.InvalidHeader, $"{map.Name}: unsupported version {first.RecordVersion} of Verneed record", new Evidence(map.Display, first.Offset.Value, "Verneed", "vn_version", $"{first.RecordVersion}", "1 is wanted"));
        bool sawRelr = false;
        foreach (ElfVersionNeed need in image.VersionNeeds)
        {
            LinkMap? library = objects.Loaded.FirstOrDefault(candidate => candidate.IsNamed(need.File)) ?? searchList.FirstOrDefault(candidate => candidate.IsNamed(need.File));
            if (library is null) return Nobody(map, need);
            foreach (ElfNeededVersion version in need.Versions)
            {
                sawRelr |= version.Name == "GLIBC_ABI_DT_RELR";
                if (Match(map, library, need, version) is { } refusal) return refusal;
            }
        }

        bool namesLibc = image.Needs.Any(need => need.Name.StartsWith("libc.so.", StringComparison.Ordinal));
        return system.Policy.KnowsRelativeRelocations && !image.VersionNeeds.IsEmpty && image.HasRelr && !sawRelr && namesLibc
            ? Error(map, LoadFailureKind.MissingVersion, $"{map.Name}: DT_RELR without GLIBC_ABI_DT_RELR dependency", new Evidence(map.Display, null, "DT_RELR", "d_tag", "DT_RELR", "not announced by a version need"))
            : null;
    }

    private Refusal? Match(LinkMap map, LinkMap library, ElfVersionNeed need, ElfNeededVersion version)
    {
        if (library.Image is null) return MatchAssumed(map, library, need, version);

        // A library without version definitions passes here; its symbols decide later.
        if (!library.Image.Dynamic.Has(ElfConstants.DT_VERDEF)) return null;
        foreach (ElfVersionDefinition definition in library.Image.VersionDefinitions)
        {
            if (definition.RecordVersion != 1)
            {
                return Error(library, LoadFailureKind.InvalidHeader, $"{library.Name}: unsupported version {definition.RecordVersion} of Verdef record",
                    new Evidence(library.Display, definition.Offset.Value, "Verdef", "vd_version", $"{definition.RecordVersion}", "1 is wanted"));
            }

            if (definition.Hash == version.Hash && definition.Name == version.Name) return null;
        }

        return version.IsWeak ? null : Missing(map, library, need, version, SymbolVersions.OfFamily(library.Image, version.Name), library.Name);
    }

    private Refusal? MatchAssumed(LinkMap map, LinkMap library, ElfVersionNeed need, ElfNeededVersion version)
    {
        if (version.IsWeak || library.Assumption == Assumption.Kernel) return null;
        if (library.Assumption == Assumption.GlibcLibrary && system.IsVersionKnown)
        {
            if (version.Name == "GLIBC_ABI_DT_RELR" && !system.Policy.KnowsRelativeRelocations) return Missing(map, library, need, version, [], AssumedPath(library));
            if (SymbolVersions.TryGlibc(version.Name, out PackedVersion number)) return number <= system.Policy.Version ? null : Missing(map, library, need, version, [$"GLIBC_{system.Policy.Version}"], AssumedPath(library));
            if (version.Name == "GLIBC_ABI_DT_RELR") return null;
        }

        questions.Add($"whether {library.Name} of the target has version {version.Name}");
        return null;
    }

    // Only the version of glibc is known, not where it lies: the path is the one most systems print.
    private string AssumedPath(LinkMap library) => $"{(system.Abi.Class == ElfClass.Elf64 ? "/lib64/" : "/lib/")}{library.Name}";

    private static Refusal Missing(LinkMap map, LinkMap library, ElfVersionNeed need, ElfNeededVersion version, ImmutableArray<string> offered, string libraryPath)
    {
        return new Refusal(RefusalKind.Error, new LoadFailure
        {
            Kind = LoadFailureKind.MissingVersion,

            // DSO_FILENAME of elf/dl-version.c: the program has no l_name, and is called as it was started.
            Message = $"{libraryPath}: version `{version.Name}' not found (required by {(map.Name.Length > 0 ? map.Name : map.Display)})",
            Opened = map.Root.Display,
            Culprit = library.Display,
            Library = need.File,
            Requester = map.Display,
            Version = version.Name,
            OfferedVersions = offered,
            LoadChain = map.Chain,
            Steps = library.Steps,
            Evidence = [new Evidence(map.Display, version.Offset.Value, "Vernaux", "vna_name", version.Name, $"wanted of {need.File}")],
        })
        {
            TextMayVary = library.Image is null,
        };
    }

    private Refusal Nobody(LinkMap map, ElfVersionNeed need) => Refusal.Assertion(new LoadFailure
    {
        Kind = LoadFailureKind.LoaderAssertion,
        Message = $"Inconsistency detected by ld.so: dl-version.c: {system.Policy.NeededAssertionLine}: _dl_check_map_versions: Assertion `needed != NULL' failed!",
        Opened = map.Root.Display,
        Culprit = map.Display,
        Library = need.File,
        Requester = map.Display,
        LoadChain = map.Chain,
        Evidence = [new Evidence(map.Display, need.Offset.Value, "Verneed", "vn_file", need.File, "nothing was asked for by this name")],
    });

    private static Refusal Error(LinkMap map, LoadFailureKind kind, string message, Evidence evidence) => new(RefusalKind.Error, new LoadFailure
    {
        Kind = kind,
        Message = message,
        Opened = map.Root.Display,
        Culprit = map.Display,
        LoadChain = map.Chain,
        Evidence = [evidence],
    });
}
