using Assay.Binaries;
using Assay.Diagnostics;

namespace Assay.Loading.Dyld;

// dyld/Loader.cpp resolveSymbol and hasExportedSymbol.
internal sealed partial class DyldProcess
{
    private const int Self = 0, MainExecutable = -1, Flat = -2, WeakLookup = -3;

    private const int DeepestReexport = 16;

    private readonly HashSet<string> foundFlat = new(StringComparer.Ordinal);

    /// <summary>Binds the images from a place in the list on, in load order; the first symbol that is missed ends it.</summary>
    private DyldStop? BindAll(int from, bool allowsLazy)
    {
        // What is new may answer what was missed before, never the other way round.
        for (int i = from; i < loaded.Count; i++)
        {
            if (loaded[i].Image is not { } image) continue;
            foreach (WantedSymbol wanted in image.WantedSymbols)
                if (!(allowsLazy && wanted.IsDelayed) && Bind(loaded[i], wanted) is { } stop) return stop;
        }

        return null;
    }

    private DyldStop? Bind(LoadedMachO image, WantedSymbol wanted)
    {
        int ordinal = wanted.Ordinal ?? Flat;
        if (ordinal == Flat) return FindFlat(image, wanted.Name) || wanted.IsWeak ? null : Missed(image, wanted, null, system.Text.NotInFlatNamespace(wanted.Name, image));
        if (ordinal == WeakLookup)
        {
            // Opcodes for coalescing tolerate what nobody defines; chained fixups do not.
            bool isOpen = image.Image!.ChainedFixupsRange is null || wanted.IsWeak || FindFlat(image, wanted.Name);
            return isOpen ? null : Missed(image, wanted, null, system.Text.WeakDefinitionNotFound(wanted.Name, image));
        }

        LoadedMachO? library = null;
        if (ordinal == Self) library = image;
        else if (ordinal == MainExecutable) library = Main;
        else if (ordinal > 0 && ordinal <= image.Dependents!.Length) library = image.Dependents[ordinal - 1];
        else return Missed(image, wanted, null, $"unknown library ordinal {ordinal} in {image.Path} when binding '{wanted.Name}'");
        if (library is { Image: null, System: null }) return null;
        Presence presence = library is null ? Presence.NotYet : Offers(library, wanted.Name, DeepestReexport);
        if (presence == Presence.Present || wanted.IsWeak) return null;
        return presence == Presence.Unknown ? Open(image, wanted, library!) : Missed(image, wanted, library, system.Text.SymbolNotFound(wanted.Name, image, library));
    }

    private DyldStop? Open(LoadedMachO image, WantedSymbol wanted, LoadedMachO library)
    {
        // The linker saw the symbol when the file was made. Only where the symbols of this library are recorded is it strange that this one is not.
        if (library.System is not { HasSymbols: true }) return null;
        string text = $"it is not recorded whether {library.Path} of macOS {system.Release.Version} has {wanted.Name}, which {Primitives.PosixPath.Name(image.Path)} wants";
        return new DyldStop(
            new LoadFailure { Kind = LoadFailureKind.NotModelled, Message = text, Opened = opened, Culprit = image.Path, Library = library.Path, Symbol = wanted.Name, LoadChain = [.. image.Chain] }, DyldStopKind.Undecided);
    }

    private DyldStop Missed(LoadedMachO image, WantedSymbol wanted, LoadedMachO? library, string text)
    {
        SystemPresence since = library?.System?.Symbol(wanted.Name, system.Release.Version, system.IsArm64) ?? default;
        return new DyldStop(
            new LoadFailure
            {
                Kind = LoadFailureKind.UndefinedSymbol,
                Message = text,
                Opened = opened,
                Culprit = image.Path,
                Library = library?.Path,
                Symbol = wanted.Name,
                Version = since.Presence == Presence.NotYet ? since.Since?.ToString() : null,
                LoadChain = [.. image.Chain],
                Evidence = [new Evidence(image.Path, null, "imports", "symbol", wanted.Name, library is null ? "no image in the process offers it" : $"{Primitives.PosixPath.Name(library.Path)} does not offer it")],
            },
            IsTextSure: library?.System is null);
    }

    /// <summary>Whether an image offers a symbol, itself or through a library that it re-exports.</summary>
    private Presence Offers(LoadedMachO library, string name, int depth)
    {
        if (library.System is { } own) return own.HasSymbols ? own.Symbol(name, system.Release.Version, system.IsArm64).Presence : Presence.Unknown;
        if (library.Image is not { } image) return Presence.Unknown;
        if (image.Offers.Find(name).Count > 0) return Presence.Present;
        if (depth == 0 || library.Dependents is null) return Presence.NotYet;
        Presence answer = Presence.NotYet;
        for (int i = 0; i < library.Dependents.Length; i++)
        {
            if ((image.Needs[i].Flags & NeedFlags.Reexported) == 0 || library.Dependents[i] is not { } inner) continue;
            Presence presence = Offers(inner, name, depth - 1);
            if (presence == Presence.Present) return presence;
            if (presence == Presence.Unknown) answer = presence;
        }

        return answer;
    }

    /// <summary>Looks through all images, those hidden by RTLD_LOCAL left out but for the one that asks.</summary>
    private bool FindFlat(LoadedMachO asker, string name)
    {
        if (foundFlat.Contains(name)) return true;
        if (system.IsInterpreterAssumed && IsOfPython(name)) return true;
        for (int i = 0; i < loaded.Count; i++)
        {
            LoadedMachO image = loaded[i];
            if (image.IsHidden && image != asker) continue;
            if (image.System is { } library ? IsInSystem(library, name) : image.Image?.Offers.Find(name).Count > 0)
            {
                // An image is never taken back once a later one found something in it, unless this very load fails; what that load finds is asked for again.
                if (image != asker && !image.IsHidden && i < system.StartImages.Length) foundFlat.Add(name);
                return true;
            }
        }

        return IsPerhapsInSystem(asker, name);
    }

    private bool IsInSystem(SystemLibrary library, string name) => library.HasSymbols && library.Symbol(name, system.Release.Version, system.IsArm64).Presence == Presence.Present;

    // Libraries of the system bring others of the system, which are not followed: a name of theirs leaves the question open.
    private bool IsPerhapsInSystem(LoadedMachO asker, string name)
    {
        if (IsOfPython(name)) return false;
        SystemLibrary? holder = loaded.Any(image => image.System is { } library && library.Name.Contains(".framework/", StringComparison.Ordinal) && library.Name != CoreFoundation)
            ? system.Libraries.All.FirstOrDefault(library => IsInSystem(library, name))
            : null;
        if (holder is null) return false;
        string text = $"it is not known whether {holder.Name} is in the process, where {Primitives.PosixPath.Name(asker.Path)} looks for {name}";
        throw new DyldStopException(new DyldStop(
            new LoadFailure { Kind = LoadFailureKind.NotModelled, Message = text, Opened = opened, Culprit = asker.Path, Library = holder.Name, Symbol = name, LoadChain = [.. asker.Chain] }, DyldStopKind.Undecided));
    }

    private static bool IsOfPython(string name) => name.StartsWith("_Py", StringComparison.Ordinal) || name.StartsWith("__Py", StringComparison.Ordinal);

    private const string CoreFoundation = "/System/Library/Frameworks/CoreFoundation.framework/Versions/A/CoreFoundation";
}
