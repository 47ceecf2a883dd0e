using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Loading.Dyld;

// dyld/Loader.cpp getLoader; before macOS 12 src/dyld2.cpp load.
internal sealed partial class DyldProcess
{
    private LoadedMachO? Find(Search search, out Miss miss)
    {
        miss = default;
        steps = ImmutableArray.CreateBuilder<SearchStep>();
        string path = search.Path;
        string? reused = path.StartsWith("@rpath/", StringComparison.Ordinal) ? path : !search.IsStatic && !path.Contains('/', StringComparison.Ordinal) && !path.StartsWith('@') ? "@rpath/" + path : null;
        if (reused is not null && loaded.Find(image => image.Matches(reused)) is { } known) return Reuse(known, search.Path);

        SystemLibrary? library = system.Libraries.Find(path);
        if (library is not null && IsThere(library) == Presence.Present) path = library.Name;
        List<string> tried = [];
        OpenedMachO? closest = null;
        LoadedMachO? found = Walk(search with { Path = path }, tried, ref closest);
        if (found is not null) return found;
        if (search.MayBeMissing) return null;
        miss = new Miss(Reason(search, tried, closest), closest);
        return null;
    }

    private LoadedMachO? Walk(Search search, List<string> tried, ref OpenedMachO? closest)
    {
        foreach (PathCandidate candidate in system.Variants.Of(search.Path, search.Chain, search.IsStatic, search.IsOldRequester))
        {
            if (loaded.Find(image => image.Matches(candidate.Path)) is { } same) return Reuse(same, candidate.Path);
            FileFacts? facts = system.Machine.Look(Absolute(candidate.Path), out AccessOutcome outcome);
            bool isFile = facts is { Kind: FileKind.File };
            if (isFile && loaded.Find(image => image.Image is not null && image.Identity == facts!.Identity) is { } linked) return Reuse(linked, candidate.Path);
            if (isFile)
            {
                if (FromDisk(search, candidate, facts!, tried, ref closest) is { } image) return image;
                continue;
            }

            if (!candidate.IsOnDiskOnly && FromCache(search, candidate) is { } cached) return cached;
            Add(tried, candidate, Absence(candidate, facts, outcome));
        }

        // dlopen and load commands alike try the path again with its links followed, when that is another one.
        bool isResolved = !search.Path.StartsWith('@') && (search.IsStatic || search.Path.Contains('/', StringComparison.Ordinal)) && !system.Release.IsDyld2;
        if (!isResolved || system.Machine.Look(search.Path, out _) is null || system.Machine.RealPath(search.Path) is not { } real || search.Path.StartsWith(real, StringComparison.Ordinal)) return null;
        return Walk(search with { Path = real }, tried, ref closest);
    }

    private LoadedMachO? FromDisk(Search search, PathCandidate candidate, FileFacts facts, List<string> tried, ref OpenedMachO? closest)
    {
        OpenedMachO file = system.Opener.Open(Absolute(candidate.Path), facts.Identity);
        IReadOnlyList<string> chain = [.. search.Chain.Image.Chain, file.Path];
        if (file.Fate != OpenedFate.Told)
        {
            LoadFailure failure = new() { Kind = file.Kind, Message = file.Refusal!, Opened = opened, Culprit = file.Path, LoadChain = [.. chain], Steps = steps.ToImmutable(), Evidence = file.Evidence is null ? [] : [file.Evidence] };
            if (file.Fate == OpenedFate.Killed) throw new DyldStopException(new DyldStop(failure, DyldStopKind.Killed));
            throw new DyldStopException(new DyldStop(failure with { Message = $"it is not known whether this macOS refuses {PosixPath.Name(file.Path)} ({file.Refusal})" }, DyldStopKind.Undecided));
        }

        string? refusal = file.Refusal ?? (search.IsStatic ? system.Opener.CannotLink(file, candidate.Path) : null);
        if (refusal is null)
        {
            LoadedMachO image = new(file.Path) { Image = file.Image, Identity = facts.Identity, Chain = chain };
            loaded.Add(image);
            steps.Add(new SearchStep(candidate.Origin, candidate.Path, SearchOutcome.Found, "taken"));
            return image;
        }

        closest ??= file.Refusal is null ? file with { Kind = LoadFailureKind.NotLoadable, Evidence = new Evidence(file.Path, file.Image!.Start.Value + 12, "mach_header", "filetype", $"{file.Image.FileType}", "only a dylib can be linked against") } : file;
        steps.Add(new SearchStep(candidate.Origin, candidate.Path, file.Kind == LoadFailureKind.WrongArchitecture ? SearchOutcome.WrongArchitecture : SearchOutcome.Rejected, refusal));
        tried.Add(Entry(candidate.Path, refusal));
        return null;
    }

    // The libraries of the system have no files. One that is not in the record may or may not be there: that is said, not guessed.
    private LoadedMachO? FromCache(Search search, PathCandidate candidate)
    {
        if (system.Libraries.Find(candidate.Path) is { } library)
        {
            if (loaded.Find(image => image.System == library) is { } known) return Reuse(known, candidate.Path);
            Presence presence = IsThere(library);
            if (presence == Presence.Present || (presence == Presence.Unknown && search.MayBeMissing)) return FromSystem(library, candidate);
            if (presence == Presence.NotYet || candidate.IsDerived) return null;
        }
        else if (!SystemLibraries.IsSystemPath(candidate.Path) || candidate.IsDerived)
        {
            return null;
        }

        if (search.MayBeMissing) return null;
        string text = $"it is not recorded whether macOS {system.Release.Version} has {candidate.Path}";
        throw new DyldStopException(new DyldStop(new LoadFailure { Kind = LoadFailureKind.NotModelled, Message = text, Opened = opened, Library = candidate.Path, Requester = search.Chain.Image.Path, Steps = steps.ToImmutable() }, DyldStopKind.Undecided));
    }

    private LoadedMachO FromSystem(SystemLibrary library, PathCandidate candidate)
    {
        LoadedMachO image = new(library.Name) { System = library, Dependents = [] };
        loaded.Add(image);
        steps.Add(new SearchStep(candidate.Origin, candidate.Path, SearchOutcome.Found, "a library of the system"));
        return image;
    }

    private Presence IsThere(SystemLibrary library) => library.At(system.Release.Version, system.IsArm64).Presence;

    private LoadedMachO Reuse(LoadedMachO image, string path)
    {
        steps.Add(new SearchStep("already loaded", path, SearchOutcome.Reused, image.Path));
        return image;
    }

    private void Add(List<string> tried, PathCandidate candidate, string reason)
    {
        steps.Add(new SearchStep(candidate.Origin, candidate.Path, SearchOutcome.Missing, reason));
        if (!system.Release.IsDyld2) tried.Add(Entry(candidate.Path, reason));
    }

    private string Entry(string path, string reason) => system.Release.IsDyld2 ? $"{path}: {reason}" : $"'{path}' ({reason})";

    private string Absence(PathCandidate candidate, FileFacts? facts, AccessOutcome outcome)
    {
        string cache = system.Release.IsDyld1042 && !candidate.IsOnDiskOnly && SystemLibraries.IsSystemPath(candidate.Path) ? ", not in dyld cache" : "";
        if (facts is not null || outcome == AccessOutcome.IsADirectory) return "not a file" + cache;
        return system.Release.IsDyld1042 && outcome is not AccessOutcome.Missing ? $"errno={Number(outcome)}{cache}" : "no such file" + cache;
    }

    private static int Number(AccessOutcome outcome) => outcome switch { AccessOutcome.NotADirectory => 20, AccessOutcome.Denied => 13, AccessOutcome.LinkLoop => 62, _ => 5 };

    // A relative name is looked for where the process stands, which is not known: nothing is there.
    private static string Absolute(string path) => path.StartsWith('/') ? path : "/dev/null/" + path;

    private string? Reason(Search search, List<string> tried, OpenedMachO? closest)
    {
        if (system.Release.IsDyld2)
        {
            // It looked at every file twice, as it was named and as it was resolved.
            return closest is null ? null : "no suitable image found.  Did find:\n\t" + string.Join("\n\t", tried.SelectMany(entry => new[] { entry, entry }));
        }

        if (tried.Count > 0) return "tried: " + string.Join(", ", tried);
        if (!search.Path.StartsWith("@rpath/", StringComparison.Ordinal) || !system.Release.NamesMissingRunPaths) return null;
        for (RunPathChain? link = search.Chain; link is not null; link = link.Outer)
            if (link.Image.Image?.SearchPaths.IsEmpty == false) return "no LC_RPATH's used.  They may be invalid, eg, not start with '@loader_path' or '@executable_path'";
        return "no LC_RPATH's found";
    }
}
