using System.Collections.Immutable;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>
/// One process as the dynamic linker of glibc sees it: the program and what it needs at the start, then everything that is opened, in order. Who is loaded
/// already decides what the next load finds, so an image is built by making the calls in the order the process makes them. A load that fails leaves it as it
/// was, but for what ld.so really leaves behind.
/// </summary>
public sealed partial class ProcessImage
{
    private readonly GlibcSystem system;
    private readonly ObjectTable objects = new();
    private readonly List<string> questions = [];
    private readonly HashSet<LinkMap> opened = [];
    private readonly HashSet<LinkMap> preloaded = [];
    private readonly ObjectMapper mapper;
    private readonly SymbolLookup lookup;
    private readonly LinkMap main;
    private readonly LinkMap linker;
    private StaticTls? staticTls;
    private Refusal? startRefusal;

    private ProcessImage(GlibcSystem system, LinkMap main)
    {
        this.system = system;
        this.main = main;
        LibrarySearch search = new(system, main);
        mapper = new ObjectMapper(system, objects, search, questions);
        lookup = new SymbolLookup(system, objects);
        VerifiedFile file = system.IsAtHand ? system.Files.Open(system.Linker.Path) : new VerifiedFile(Acceptance.PassedOver, "");
        linker = new LinkMap
        {
            Name = system.Linker.Path,
            File = file.Image is null ? null : system.Linker.Path,
            Image = file.Image,
            Identity = file.Identity,
            Assumption = file.Image is null ? Assumption.GlibcLibrary : Assumption.None,
            IsRelocated = true,
            IsVersionChecked = true,
        };
        linker.Names.Add(PosixPath.Name(system.Linker.Path));
    }

    /// <summary>Who answers which symbol.</summary>
    public SymbolBinder Binder => new(this);

    /// <summary>Why the program does not even start, or null when it does.</summary>
    public LoadFailure? StartFailure => startRefusal?.Failure;

    /// <summary>The images in the process in the order they were mapped, the program first.</summary>
    public ImmutableArray<LoadedImage> Images => [.. objects.Loaded.Where(map => map.Assumption != Assumption.Kernel).Select(Describe)];

    /// <summary>The program, as an object.</summary>
    internal LinkMap Main => main;

    /// <summary>The symbol search.</summary>
    internal SymbolLookup Lookup => lookup;

    /// <summary>The objects.</summary>
    internal ObjectTable Objects => objects;

    /// <summary>Why the program does not start, or null.</summary>
    internal Refusal? StartRefusal => startRefusal;

    /// <summary>The process right after the program was started.</summary>
    /// <param name="system">The system it runs on.</param>
    /// <param name="program">The program's file with all links followed, absolute; null when it is not at hand.</param>
    /// <param name="image">What that file says; null when it is not at hand.</param>
    internal static ProcessImage Start(GlibcSystem system, string? program, ElfImage? image)
    {
        // The kernel knows the program by its resolved path (/proc/self/exe), and so does $ORIGIN in it.
        LinkMap main = new()
        {
            Name = "",
            File = program,
            Image = image,
            Identity = program is null ? default : system.Machine.Look(program, out _)?.Identity ?? default,
            Origin = program is null ? null : PosixPath.Directory(program),
            Assumption = image is null ? Assumption.Interpreter : Assumption.None,
            IsMain = true,
            IsRelocated = true,
        };
        ProcessImage process = new(system, main);
        process.MapAtStart();
        return process;
    }

    private void MapAtStart()
    {
        objects.Add(main);
        LinkMap kernel = new() { Name = "linux-vdso.so.1", Assumption = Assumption.Kernel, IsRelocated = true };
        objects.Add(kernel);
        mapper.IsStackExecutable = main.Image is { } image && FileMapping.WantsExecutableStack(image, system.Abi);
        objects.Add(linker);
        Preload(system.Machine.EnvironmentVariable("LD_PRELOAD") ?? "", ' ', ':');
        if (system.IsAtHand && system.Machine.ReadText("/etc/ld.so.preload") is { } list) Preload(list, ' ', '\t', '\n', ':');
        startRefusal = mapper.MapNeeded(main, preloaded, isOpenedLater: false);
        main.SearchList ??= [main];
        if (startRefusal is null)
        {
            VersionCheck versions = new(system, objects, questions);
            foreach (LinkMap map in main.SearchList) startRefusal ??= versions.Check(map, main.SearchList);
        }

        foreach (LinkMap map in main.SearchList) map.IsRelocated = true;
        objects.AddGlobal(main.SearchList);
        staticTls = new StaticTls(system, objects.Loaded);
    }

    // What cannot be preloaded is named on stderr and passed over (elf/rtld.c do_preload).
    private void Preload(string list, params char[] separators)
    {
        foreach (string name in list.Split(separators, StringSplitOptions.RemoveEmptyEntries))
        {
            int before = objects.Loaded.Count;
            if (mapper.Map(name, main, null, null, isOpenedLater: false, out LinkMap? map) is null && objects.Loaded.Count > before) preloaded.Add(map!);
        }
    }

    private LoadedImage Describe(LinkMap map) => new(map.File ?? map.Name, map.Name, OriginOf(map))
    {
        Image = map.Image,
        Soname = map.Soname,
        RequestedBy = map.Loader?.Display,
        IsGlobal = map.IsGlobal,
        Steps = map.Steps,
    };

    private LoadedImageOrigin OriginOf(LinkMap map) =>
        map == main ? LoadedImageOrigin.Program
        : map == linker ? LoadedImageOrigin.DynamicLinker
        : map.Assumption != Assumption.None ? LoadedImageOrigin.Assumed
        : preloaded.Contains(map) ? LoadedImageOrigin.Preloaded
        : opened.Contains(map) ? LoadedImageOrigin.Opened
        : LoadedImageOrigin.Needed;

    /// <summary>The image of an object.</summary>
    /// <param name="map">The object.</param>
    internal LoadedImage ImageOf(LinkMap map) => Describe(map);
}
