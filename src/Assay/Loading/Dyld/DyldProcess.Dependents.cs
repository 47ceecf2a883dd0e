using Assay.Binaries;

namespace Assay.Loading.Dyld;

// dyld/JustInTimeLoader.cpp loadDependents.
internal sealed partial class DyldProcess
{
    /// <summary>Loads what an image needs. An error of an earlier image does not keep later ones from trying, and theirs takes its place.</summary>
    private DyldStop? LoadDependents(LoadedMachO image, RunPathChain chain, DyldStop? earlier)
    {
        if (image.Dependents is not null || image.Image is null) return earlier;
        DyldStop? stop = earlier;
        IReadOnlyList<LibraryNeed> needs = image.Image.Needs;
        LoadedMachO?[] dependents = new LoadedMachO?[needs.Count];
        RunPathChain inner = new(image, chain);
        for (int i = 0; i < needs.Count; i++)
        {
            LibraryNeed need = needs[i];
            if (need.Name.StartsWith('/') && loaded.Find(other => other.Matches(need.Name)) is { } known)
            {
                dependents[i] = known;
                continue;
            }

            // A re-exported library cannot be weak.
            bool isWeak = (need.Flags & NeedFlags.Weak) != 0 && (need.Flags & NeedFlags.Reexported) == 0;
            dependents[i] = Find(new Search(need.Name, inner, IsStatic: true, IsOld(image), isWeak), out Miss miss);
            if (dependents[i] is not null || isWeak) continue;

            // dyld of macOS 13 had no text for an @rpath that led nowhere, and so no error: the symbols are missed later.
            if (miss.Reason is null && system.Release.IsDyld1042) continue;
            stop = Failure(need.Name, miss, system.Text.LibraryNotLoaded(need.Name, image, miss.Reason), image);
            break;
        }

        image.Dependents = dependents;
        if (stop is not null) return stop;
        foreach (LoadedMachO? dependent in dependents)
            if (dependent is not null) stop = LoadDependents(dependent, inner, stop);
        return stop;
    }
}
