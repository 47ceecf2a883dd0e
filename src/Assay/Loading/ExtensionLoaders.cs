using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Binaries.Numpy;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading.Dyld;
using Assay.Loading.Glibc;
using Assay.Loading.Instructions;
using Assay.Loading.Musl;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading;

/// <summary>
/// The loader of a target: what is the same for every process (the dynamic linker, its cache, files already judged) is read once, and each import gets a
/// process of its own. Safe for several threads.
/// </summary>
public sealed class ExtensionLoaders
{
    private readonly PythonEnvironment environment;
    private readonly Target target;
    private readonly BinaryStore store;
    private readonly GlibcSystem? system;
    private readonly ElfImage? program;
    private readonly string? workingDirectory;
    private readonly bool isMusl;
    private readonly DyldSystem? dyld;
    private readonly InstructionCheck? instructions;
    private readonly ArmCheck? arm;

    /// <summary>Chooses the loader and reads the system.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="target">Where its processes run.</param>
    /// <param name="store">The binaries of the environment's machine.</param>
    /// <param name="workingDirectory">The directory processes are started in, absolute, or null when not known: relative search paths start there.</param>
    /// <param name="notes">What earlier runs found out about code; null for nothing.</param>
    public ExtensionLoaders(PythonEnvironment environment, Target target, BinaryStore store, string? workingDirectory = null, NoteStore? notes = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(store);
        this.environment = environment;
        this.target = target;
        this.store = store;
        this.workingDirectory = workingDirectory;
        instructions = InstructionCheck.For(target, notes);
        arm = ArmCheck.For(target);
        LibcKind libc = target.Libc != LibcKind.None ? target.Libc : environment.Libc;
        isMusl = target.Os == OperatingSystemKind.Linux && libc == LibcKind.Musl && (target.Architecture is Architecture.X86_64 or Architecture.Arm64);
        if (target.Os == OperatingSystemKind.MacOs && target.Architecture is Architecture.X86_64 or Architecture.Arm64 or Architecture.Arm64E) dyld = DyldSystem.Read(environment, target, store);
        if (target.Os != OperatingSystemKind.Linux || libc != LibcKind.Glibc || ElfAbi.Of(target.Architecture) is not { } abi) return;
        program = environment.RealExecutable is { } path && store.Get(path, out _) is { Images: [ElfImage image, ..] } ? image : null;
        system = GlibcSystem.Read(target, abi, environment.Machine, store, program, workingDirectory);
    }

    /// <summary>One process of an environment's interpreter, for one import.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="target">Where the process runs.</param>
    /// <param name="store">The binaries of the environment's machine.</param>
    public static IExtensionLoader For(PythonEnvironment environment, Target target, BinaryStore store) => new ExtensionLoaders(environment, target, store).Start();

    /// <summary>A new process; calls to it must come in the order CPython makes them.</summary>
    public IExtensionLoader Start()
    {
        IExtensionLoader loader = StartPlain();
        if (loader is not IViewedLoader) return loader;
        return instructions is not null ? new InstructionCheckingLoader(loader, instructions) : arm is not null ? new ArmCheckingLoader(loader, arm) : loader;
    }

    /// <summary>Of the images of a process, those nearly all of whose code is compiled for processors that can more than the target's.</summary>
    /// <param name="images">The images.</param>
    public ImmutableArray<NewerCode> NewerCode(ImmutableArray<LoadedImage> images) => instructions is null ? [] :
    [
        .. images.Where(loaded => loaded.Image is not null && loaded.Origin is LoadedImageOrigin.Opened or LoadedImageOrigin.Needed or LoadedImageOrigin.Preloaded)
            .Select(loaded => new NewerCode(loaded.Path, instructions.Of(loaded.Image!).WhollyNeeds())).Where(each => !each.Lacking.IsEmpty),
    ];

    /// <summary>Of the images of a process, those of 32-bit Arm that need more than the target's processor has.</summary>
    /// <param name="process">The process.</param>
    public ImmutableArray<NewerArmCode> NewerArmCode(IExtensionLoader process) => arm is not null && process is IViewedLoader viewed ? arm.Found(viewed.View().Images) : [];

    /// <summary>Keeps what was found out about code for later runs.</summary>
    public void KeepNotes() => instructions?.Keep();

    private IExtensionLoader StartPlain() => isMusl ? new MuslLoader(target, environment.Machine, store, environment.RealExecutable, workingDirectory) { NumpyFiles = NumpyFiles }
        : dyld is not null ? new DyldLoader(dyld, environment) { NumpyFiles = NumpyFiles }
        : system is null
        ? new NotModelledLoader(environment, target, store)
        : new GlibcLoader(ProcessImage.Start(system, program is null ? null : environment.RealExecutable, program), environment.Version) { NumpyFiles = NumpyFiles };

    private NumpyUse NumpyFiles(string path) => CompiledNameReader.NumpyUseOf(store, path, target.Architecture);
}
