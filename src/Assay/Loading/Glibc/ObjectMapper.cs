using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>
/// Mapping: finds a library, judges its file and adds it to the process; then the same for everything it needs, breadth first (glibc elf/dl-load.c,
/// elf/dl-deps.c). The first failure ends it.
/// </summary>
/// <param name="system">The system.</param>
/// <param name="objects">The objects of the process.</param>
/// <param name="search">The search.</param>
/// <param name="questions">What could not be decided, to be added to.</param>
internal sealed class ObjectMapper(GlibcSystem system, ObjectTable objects, LibrarySearch search, List<string> questions)
{
    // errno as the search for dependencies sees it: 0 when it starts (elf/dl-deps.c), then whatever the last attempt in vain left behind.
    private AccessOutcome? error = AccessOutcome.Missing;

    /// <summary>True when the stacks of the process are executable; a library can make them so up to glibc 2.40.</summary>
    public bool IsStackExecutable { get; set; }

    /// <summary>Maps one object, or finds that it is there.</summary>
    /// <param name="name">The name asked for.</param>
    /// <param name="searchFor">The object whose search paths count; null for none.</param>
    /// <param name="loader">The object that becomes the one above it; null for dlopen and LD_PRELOAD.</param>
    /// <param name="need">The record that asks, or null.</param>
    /// <param name="isOpenedLater">False while the program starts.</param>
    /// <param name="map">The object.</param>
    /// <returns>Why it cannot be had, or null.</returns>
    public Refusal? Map(string name, LinkMap? searchFor, LinkMap? loader, LibraryNeed? need, bool isOpenedLater, out LinkMap? map)
    {
        map = objects.Named(name);
        if (map is not null) return null;
        SearchResult result = search.Find(name, searchFor);
        error = result.Error ?? error;
        if (result.File is not { Acceptance: Acceptance.Accepted, Image: { } image } file)
        {
            map = result.File is null ? AssumedLibrary(name, loader, result) : null;
            if (map is null) return SearchRefusal(result, searchFor, need);
            objects.Add(map);
            return null;
        }

        map = objects.OfFile(file.Identity, name);
        if (map is not null) return null;
        if (FileMapping.Check(image, system, IsStackExecutable, isOpenedLater) is { } fault) return MappingRefusal(name, fault, result, searchFor, need);
        if (Damage.InHeaders(image) is { } damage) return DamageRefusal(damage, result, searchFor, need);
        if (FileMapping.WantsExecutableStack(image, system.Abi)) IsStackExecutable = true;
        string absolute = result.AbsolutePath;
        map = new LinkMap
        {
            Name = result.Path,
            File = absolute,
            Image = image,
            Identity = file.Identity,
            Origin = PosixPath.Directory(absolute),
            Loader = loader,
            Steps = result.Steps,
        };
        map.Names.Add(name);
        objects.Add(map);
        return null;
    }

    /// <summary>Maps everything below an object and gives it its search list.</summary>
    /// <param name="top">The object.</param>
    /// <param name="preloaded">Objects that stand behind it in the list before anything it needs.</param>
    /// <param name="isOpenedLater">False while the program starts.</param>
    /// <returns>Why something cannot be had, or null.</returns>
    public Refusal? MapNeeded(LinkMap top, IEnumerable<LinkMap> preloaded, bool isOpenedLater)
    {
        error = null;
        List<LinkMap> list = [top, .. preloaded];
        HashSet<LinkMap> listed = [.. list];
        for (int i = 0; i < list.Count; i++)
        {
            LinkMap current = list[i];
            if (current.Image is null) continue;
            ImmutableArray<LibraryNeed> needs = current.Image.Needs;
            LinkMap[] needed = new LinkMap[needs.Length];
            int count = 0;
            foreach (LibraryNeed need in needs)
            {
                if (DynamicStringTokens.Expand(need.Name, current.Origin, system.Linker.Lib, system.Platform) is not { Length: > 0 } name) continue;
                if (Map(name, current, current, need, isOpenedLater, out LinkMap? below) is { } refusal) return refusal;
                needed[count++] = below!;
                if (listed.Add(below!)) list.Add(below!);
            }

            current.Needed ??= needed[..count];
        }

        top.SearchList = [.. list];
        return null;
    }

    /// <summary>On a target whose own files are not at hand: the library is taken to be part of its system.</summary>
    private LinkMap? AssumedLibrary(string name, LinkMap? loader, SearchResult result)
    {
        if (system.IsAtHand || name.Contains('/', StringComparison.Ordinal) || SystemLibraryNames.IsVendored(name)) return null;
        LinkMap map = new()
        {
            Name = name,
            Loader = loader,
            Steps = result.Steps,
            Assumption = SystemLibraryNames.IsGlibc(name) ? Assumption.GlibcLibrary : Assumption.OtherLibrary,
        };
        map.Names.Add(name);
        if (map.Assumption == Assumption.OtherLibrary) questions.Add($"whether the system of the target has {name}");
        return map;
    }

    private Refusal SearchRefusal(SearchResult result, LinkMap? requester, LibraryNeed? need)
    {
        if (result.File is { } file)
        {
            LoadFailure failure = Failure(file.Kind, $"{result.Path}: {file.Text}", result, requester, need) with { Culprit = result.AbsolutePath };
            failure = Add(failure, file.Evidence, result.AbsolutePath);
            return file.Acceptance == Acceptance.Fatal
                ? new Refusal(RefusalKind.Error, failure)
                : new Refusal(RefusalKind.Undecided, failure with { Message = $"`{result.AbsolutePath}` is {file.Reason}" });
        }

        string text = result.SawOtherClass
            ? $"wrong ELF class: {(system.Abi.Class == ElfClass.Elf64 ? "ELFCLASS32" : "ELFCLASS64")}"
            : $"cannot open shared object file{(error is { } number ? ": " + ErrorText(number) : "")}";
        LoadFailureKind kind = result.Closest?.Kind ?? (error == AccessOutcome.Denied ? LoadFailureKind.PermissionDenied : LoadFailureKind.MissingLibrary);
        LoadFailure missing = Failure(kind, $"{result.Name}: {text}", result, requester, need) with { Culprit = result.ClosestPath };
        return new Refusal(RefusalKind.Error, Add(missing, result.Closest?.Evidence, result.ClosestPath));
    }

    private static Refusal MappingRefusal(string name, MappingFault fault, SearchResult result, LinkMap? requester, LibraryNeed? need)
    {
        // Unlike errors of the header, which name the file, these name what was asked for.
        LoadFailure failure = Failure(fault.Kind, fault.EndsProcess ? fault.Text : $"{name}: {fault.Text}", result, requester, need) with { Culprit = result.AbsolutePath };
        failure = Add(failure, fault.Evidence, result.AbsolutePath);
        return fault.Kind switch
        {
            LoadFailureKind.Truncated => Refusal.BusError(failure),
            LoadFailureKind.LoaderAssertion => Refusal.Assertion(failure),
            _ => new Refusal(RefusalKind.Error, failure),
        };
    }

    private static Refusal DamageRefusal(string damage, SearchResult result, LinkMap? requester, LibraryNeed? need) =>
        new(RefusalKind.Undecided, Failure(LoadFailureKind.NotModelled, $"what the loader makes of `{result.AbsolutePath}`, which is damaged: {damage}", result, requester, need) with { Culprit = result.AbsolutePath });

    private static LoadFailure Failure(LoadFailureKind kind, string message, SearchResult result, LinkMap? requester, LibraryNeed? need) => new()
    {
        Kind = kind,
        Message = message,
        Opened = requester?.Root.Display ?? result.Name,
        Library = need?.Name ?? (result.Name.Contains('/', StringComparison.Ordinal) ? null : result.Name),
        Requester = need is null ? null : requester?.Display,
        LoadChain = need is null || requester is null ? [] : requester.Chain,
        Steps = result.Steps,
        Evidence = need is null || requester?.File is null ? [] : [new Evidence(requester.File, need.Offset.Value, need.Record, "d_val", need.Name, "asked for here")],
    };

    private static LoadFailure Add(LoadFailure failure, Evidence? evidence, string? path) =>
        evidence is null || path is null ? failure : failure with { Evidence = [evidence with { Path = path }, .. failure.Evidence] };

    // strerror() in the C locale, which is what Python sees unless it was started with translations.
    private static string ErrorText(AccessOutcome error) => error switch
    {
        AccessOutcome.Denied => "Permission denied",
        AccessOutcome.NotADirectory => "Not a directory",
        AccessOutcome.LinkLoop => "Too many levels of symbolic links",
        AccessOutcome.IsADirectory => "Is a directory",
        AccessOutcome.Failed => "Input/output error",
        _ => "No such file or directory",
    };
}
