using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Binaries.MachO;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading.Dyld;

/// <summary>What is the same for every process of a target: the dynamic linker, the files already judged, and what an interpreter holds when it has started.</summary>
internal sealed class DyldSystem
{
    private DyldSystem(Target target, IMachine machine, BinaryStore store, MachOImage? main, string mainPath)
    {
        Target = target;
        Machine = machine;
        Release = new DyldRelease(target);
        Text = new DyldText(Release);
        IsArm64 = target.Architecture is Architecture.Arm64 or Architecture.Arm64E;
        HostSignature host = HostSignature.Of(main);
        Opener = new MachOOpener(target, Release, machine, store, new SignaturePolicy(Release, IsArm64, host));
        Variants = new PathVariants(Release, machine, host, mainPath);
    }

    /// <summary>Where processes run.</summary>
    public Target Target { get; }

    /// <summary>The machine with the files.</summary>
    public IMachine Machine { get; }

    /// <summary>The dynamic linker.</summary>
    public DyldRelease Release { get; }

    /// <summary>Its texts.</summary>
    public DyldText Text { get; }

    /// <summary>True for native code of Apple Silicon.</summary>
    public bool IsArm64 { get; }

    /// <summary>Opens files.</summary>
    public MachOOpener Opener { get; }

    /// <summary>Where libraries are looked for.</summary>
    public PathVariants Variants { get; }

    /// <summary>The libraries of the system.</summary>
    public SystemLibraries Libraries => SystemLibraries.Known;

    /// <summary>The images of a started interpreter in load order, the program first; only the program when its closure could not be loaded.</summary>
    public ImmutableArray<LoadedMachO> StartImages { get; private set; } = [];

    /// <summary>Why the interpreter does not start, or null when nothing speaks against it.</summary>
    public DyldStop? StartFailure { get; private set; }

    /// <summary>True when no interpreter is at hand: what an interpreter offers is then taken as given.</summary>
    public bool IsInterpreterAssumed { get; private set; }

    /// <summary>Reads the interpreter and loads what it needs.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="target">Where it runs.</param>
    /// <param name="store">The binaries of its machine.</param>
    public static DyldSystem Read(PythonEnvironment environment, Target target, BinaryStore store)
    {
        IMachine machine = environment.Machine;
        string? path = environment.RealExecutable is { } real ? Program(machine, real) : null;
        BinaryFile? file = path is null ? null : store.Get(path, out _);
        MachOImage? main = file is null ? null : GradedArchitectures.Of(target, new DyldRelease(target)).Best(file.Images);
        DyldSystem system = new(target, machine, store, main, path ?? "/usr/bin/python3");
        if (path is null)
        {
            system.IsInterpreterAssumed = true;
            system.StartImages = [new LoadedMachO("/usr/bin/python3")];
            return system;
        }

        if (main is null)
        {
            string text = $"{path}: Bad CPU type in executable";
            return system.NotStarting(path, new DyldStop(new LoadFailure { Kind = LoadFailureKind.WrongArchitecture, Message = text, Opened = path, Culprit = path }, DyldStopKind.BadCpuType));
        }

        // The kernel starts no unsigned native program, and none whose header does not fit its signature any more.
        if (new SignaturePolicy(system.Release, system.IsArm64, HostSignature.Of(null)).Check(path, main) is { } signature)
            return system.NotStarting(path, new DyldStop(new LoadFailure { Kind = LoadFailureKind.CodeSignature, Message = signature.Text, Opened = path, Culprit = path, Evidence = [signature.Evidence] }, DyldStopKind.Killed));

        DyldProcess process = new(system, [new LoadedMachO(path) { Image = main, Identity = machine.Look(path, out _)?.Identity ?? default, Chain = [path] }]);
        system.StartFailure = process.Launch();
        system.StartImages = [.. process.Loaded];
        return system;
    }

    // The program never gets as far as loading anything.
    private DyldSystem NotStarting(string path, DyldStop stop)
    {
        StartFailure = stop;
        StartImages = [new LoadedMachO(path)];
        return this;
    }

    /// <summary>The program that runs: a framework build's bin/python3 starts the one inside Python.app and is gone then.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="real">The interpreter with its links followed.</param>
    public static string Program(IMachine machine, string real)
    {
        string application = PosixPath.Join(PosixPath.Directory(PosixPath.Directory(real)), "Resources/Python.app/Contents/MacOS/Python");
        return machine.IsFile(application) ? application : real;
    }
}
