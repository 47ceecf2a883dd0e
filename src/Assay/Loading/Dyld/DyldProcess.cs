using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Loading.Dyld;

/// <summary>A process as dyld sees it: the images in load order, and what one more dlopen does to them (dyld/DyldAPIs.cpp <c>dlopen_from</c>).</summary>
internal sealed partial class DyldProcess
{
    private const int RTLD_LOCAL = 4;

    private readonly DyldSystem system;
    private readonly List<LoadedMachO> loaded;
    private ImmutableArray<SearchStep>.Builder steps = ImmutableArray.CreateBuilder<SearchStep>();
    private string opened = "";

    /// <summary>Starts with images that are there already.</summary>
    /// <param name="system">What is the same for every process.</param>
    /// <param name="images">The images, the program first.</param>
    public DyldProcess(DyldSystem system, IEnumerable<LoadedMachO> images)
    {
        this.system = system;
        loaded = [.. images];
    }

    /// <summary>The images in load order, the program first.</summary>
    public IReadOnlyList<LoadedMachO> Loaded => loaded;

    /// <summary>The program.</summary>
    public LoadedMachO Main => loaded[0];

    /// <summary>Loads and binds what the program needs to start.</summary>
    /// <returns>Why it does not start, or null.</returns>
    public DyldStop? Launch()
    {
        opened = Main.Path;
        try
        {
            // The program is on the stack twice, as whatever asks is pushed by both sides.
            // What only lazy pointers want is not missed before the first call: a program may so start on a system that lacks it.
            DyldStop? stop = LoadDependents(Main, new RunPathChain(Main, null), null) ?? BindAll(0, allowsLazy: true);
            return stop is null ? null : stop with { Kind = stop.Kind == DyldStopKind.Error ? DyldStopKind.Aborted : stop.Kind };
        }
        catch (DyldStopException ended)
        {
            return ended.Stop;
        }
    }

    /// <summary>dlopen.</summary>
    /// <param name="path">The path or name as it was given.</param>
    /// <param name="mode">RTLD_*.</param>
    /// <param name="caller">The image that calls.</param>
    /// <param name="image">The image, or null when it is not opened.</param>
    /// <returns>Why it fails, with the whole text, or null. What a failure had loaded is taken back.</returns>
    public DyldStop? Open(string path, int mode, LoadedMachO caller, out LoadedMachO? image)
    {
        image = null;
        opened = path;
        int before = loaded.Count;
        try
        {
            RunPathChain chain = new(caller, new RunPathChain(Main, null));
            Search search = new(path, chain, IsStatic: false, IsOldRequester: IsOld(caller), MayBeMissing: false);
            LoadedMachO? top = Find(search, out Miss miss);
            if (top is null) return Told(path, mode, Failure(path, miss, miss.Reason ?? "image not found", null));
            if ((mode & RTLD_LOCAL) == 0) top.IsHidden = false;
            else if (loaded.Count > before) top.IsHidden = true;
            DyldStop? stop = LoadDependents(top, new RunPathChain(top, chain), null) ?? BindAll(before, allowsLazy: false);
            if (stop is null)
            {
                image = top;
                return null;
            }

            loaded.RemoveRange(before, loaded.Count - before);
            return Told(path, mode, stop);
        }
        catch (DyldStopException ended)
        {
            loaded.RemoveRange(before, loaded.Count - before);
            return ended.Stop with { Failure = ended.Stop.Failure with { Opened = path } };
        }
    }

    private DyldStop Told(string path, int mode, DyldStop stop) =>
        stop with { Failure = stop.Failure with { Message = system.Text.Dlopen(path, mode, stop.Failure.Message), Opened = path }, IsTextSure = stop.IsTextSure && system.Release.IsTextSure };

    private static bool IsOld(LoadedMachO image) => image.Image is { } known && (known.Build?.Sdk is not { Major: >= 13 });

    // A failure of the search: what kind it is follows from the candidate that came closest.
    private DyldStop Failure(string library, Miss miss, string text, LoadedMachO? requester) => new(
        new LoadFailure
        {
            Kind = miss.Closest?.Kind ?? LoadFailureKind.MissingLibrary,
            Message = text,
            Opened = opened,
            Culprit = miss.Closest?.Path,
            Library = library,
            Requester = requester?.Path,
            LoadChain = [.. requester?.Chain ?? []],
            Steps = miss.Closest is null || requester is not null ? steps.ToImmutable() : [],
            Evidence = [.. Evidence(library, miss, requester)],
        },
        IsTextSure: miss.Closest?.IsTextSure ?? true);

    private static IEnumerable<Evidence> Evidence(string library, Miss miss, LoadedMachO? requester)
    {
        if (miss.Closest?.Evidence is { } found) yield return found;
        if (requester?.Image?.Needs.FirstOrDefault(need => need.Name == library) is { } need)
            yield return new Evidence(requester.Path, need.Offset.Value, need.Record, "name", need.Name, miss.Closest is null ? "no file answers to it" : "what it leads to is not accepted");
    }

    /// <summary>A search: what is looked for, and on whose behalf.</summary>
    private sealed record Search(string Path, RunPathChain Chain, bool IsStatic, bool IsOldRequester, bool MayBeMissing);

    /// <summary>A search without success.</summary>
    /// <param name="Reason">The text, or null when nothing was tried.</param>
    /// <param name="Closest">The file that was there and refused, or null.</param>
    private readonly record struct Miss(string? Reason, OpenedMachO? Closest);
}
