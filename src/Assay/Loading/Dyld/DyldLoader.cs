using Assay.Binaries.Numpy;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports;
using Assay.Primitives;

namespace Assay.Loading.Dyld;

/// <summary>Answers the import walk with what CPython and the dynamic linker of macOS would do. One instance is one process.</summary>
public sealed class DyldLoader : IExtensionLoader, IViewedLoader
{
    private const int RTLD_NOW = 2, RTLD_LOCAL = 4, RTLD_GLOBAL = 8;

    private readonly DyldSystem system;
    private readonly PythonEnvironment environment;
    private readonly DyldProcess process;

    internal DyldLoader(DyldSystem system, PythonEnvironment environment)
    {
        this.system = system;
        this.environment = environment;
        process = new DyldProcess(system, system.StartImages);
    }

    /// <summary>The files of the process so far, in load order; libraries of the system are left out.</summary>
    public IEnumerable<MacProcessFile> Files => process.Loaded.Where(image => image.Image is not null).Select(image => new MacProcessFile(image.Path, image.Image!));

    /// <summary>What a file that is not opened tells of NumPy.</summary>
    internal Func<string, NumpyUse> NumpyFiles { get; init; } = _ => NumpyUse.None;

    /// <inheritdoc/>
    public NumpyUse NumpyUseOf(string path) => NumpyFiles(path);

    /// <inheritdoc/>
    public IProcessView View() => new DyldView(process, system);

    /// <inheritdoc/>
    public ExtensionOutcome LoadExtension(string moduleName, string path)
    {
        ArgumentNullException.ThrowIfNull(moduleName);
        ArgumentNullException.ThrowIfNull(path);
        if (NotStarted(path) is { } dead) return dead;
        if (process.Open(path, RTLD_NOW, Interpreter(), out LoadedMachO? image) is { } stop) return Outcome(stop, "ImportError", path, moduleName);
        string function = InitFunction.NameOf(moduleName);
        if (Has(image!, "_" + function)) return new ExtensionOutcome.Loaded { Imports = CompiledImports.Of(image!.Image), Names = image.Image is { } file ? CompiledNameReader.Of(file, moduleName) : CompiledNames.None };
        return InitFunction.NotDefined(function, moduleName, path, image!.Path);
    }

    /// <inheritdoc/>
    public ExtensionOutcome LoadLibrary(string nameOrPath, bool isGlobal)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (NotStarted(nameOrPath) is { } dead) return dead;

        // dlopen is called by the extension module of ctypes, whose LC_RPATHs so count.
        LoadedMachO caller = process.Loaded.FirstOrDefault(image => PosixPath.Name(image.Path).StartsWith("_ctypes.", StringComparison.Ordinal)) ?? Interpreter();
        int mode = RTLD_NOW | (isGlobal ? RTLD_GLOBAL : RTLD_LOCAL);
        return process.Open(nameOrPath, mode, caller, out _) is { } stop ? Outcome(stop, "OSError", nameOrPath, null) : new ExtensionOutcome.Loaded();
    }

    /// <summary>Does nothing: <c>os.add_dll_directory</c> exists on Windows only.</summary>
    /// <param name="directory">The directory.</param>
    public void AddDllDirectory(string directory)
    {
    }

    /// <inheritdoc/>
    public bool? HasSystemLibrary(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return system.Libraries.Find(path)?.At(system.Release.Version, system.IsArm64).Presence switch { Presence.Present => true, Presence.NotYet => false, _ => null };
    }

    // The image whose code calls dlopen: the library that holds the interpreter, or the program.
    private LoadedMachO Interpreter() => environment.SharedLibrary is { } library && process.Loaded.FirstOrDefault(image => image.Path == library) is { } shared ? shared : process.Main;

    // PEP 793: from 3.15 on PyModExport_ is asked for first.
    private bool Has(LoadedMachO image, string function)
    {
        if (Below(image).Any(each => each.Image?.Offers.Find(function).Count > 0)) return true;
        string newer = "_PyModExport_" + function[(function.IndexOf('_', 1) + 1)..];
        return environment.Version is { Major: 3, Minor: >= 15 } && Below(image).Any(each => each.Image?.Offers.Find(newer).Count > 0);
    }

    private static IEnumerable<LoadedMachO> Below(LoadedMachO image)
    {
        List<LoadedMachO> order = [image];
        for (int i = 0; i < order.Count; i++)
            foreach (LoadedMachO dependent in order[i].Dependents?.OfType<LoadedMachO>() ?? [])
                if (!order.Contains(dependent)) order.Add(dependent);
        return order;
    }

    private ExtensionOutcome? NotStarted(string path)
    {
        if (system.StartFailure is not { } stop) return null;
        LoadFailure failure = stop.Failure with { Opened = path };
        return stop.Kind switch
        {
            DyldStopKind.Undecided => new ExtensionOutcome.Undecided(failure.Message, failure),
            DyldStopKind.Killed => new ExtensionOutcome.Crashes("SIGKILL", 137, $"the interpreter does not start: {failure.Message}", failure),
            DyldStopKind.BadCpuType => new ExtensionOutcome.Crashes(null, 126, $"the interpreter does not start: {failure.Message}", failure),
            _ => new ExtensionOutcome.Crashes("SIGABRT", 134, $"the interpreter does not start: {failure.Message}", failure),
        };
    }

    private static ExtensionOutcome Outcome(DyldStop stop, string exception, string path, string? module)
    {
        LoadFailure failure = stop.Failure with { Opened = path, Module = module };
        return stop.Kind switch
        {
            DyldStopKind.Killed => new ExtensionOutcome.Crashes("SIGKILL", 137, failure.Message, failure),
            DyldStopKind.Undecided => new ExtensionOutcome.Undecided(failure.Message, failure),
            _ => new ExtensionOutcome.Raises(new PythonException(exception, failure.Message) { Origin = failure }, stop.IsTextSure ? Certainty.Certain : Certainty.TextMayVary),
        };
    }
}
