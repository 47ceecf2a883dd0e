using Assay.Binaries.Numpy;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>Answers the import walk with what CPython and the dynamic linker of glibc would do.</summary>
public sealed class GlibcLoader : IExtensionLoader, IViewedLoader
{
    private readonly PythonVersion version;

    internal GlibcLoader(ProcessImage process, PythonVersion version)
    {
        Image = process;
        this.version = version;
    }

    /// <summary>The process so far.</summary>
    public ProcessImage Image { get; }

    /// <summary>What a file that is not opened tells of NumPy.</summary>
    internal Func<string, NumpyUse> NumpyFiles { get; init; } = _ => NumpyUse.None;

    /// <inheritdoc/>
    public NumpyUse NumpyUseOf(string path) => NumpyFiles(path);

    /// <inheritdoc/>
    public IProcessView View() => new GlibcView(Image);

    /// <inheritdoc/>
    public ExtensionOutcome LoadExtension(string moduleName, string path)
    {
        ArgumentNullException.ThrowIfNull(moduleName);
        ArgumentNullException.ThrowIfNull(path);
        if (NotStarted(path) is { } dead) return dead;

        // importlib passes a path; only one without a '/' would get "./" put before it (Python/dynload_shlib.c).
        Refusal? refusal = Image.Open(path, Image.Main, isGlobal: false, out LinkMap? map);
        if (refusal is not null) return Outcome(refusal, "ImportError", path, moduleName);
        string function = InitFunction.NameOf(moduleName);
        if (HasInitFunction(map!, function))
            return new ExtensionOutcome.Loaded { Imports = CompiledImports.Of(map!.Image), Names = map.Image is { } image ? CompiledNameReader.Of(image, moduleName) : CompiledNames.None };
        return InitFunction.NotDefined(function, moduleName, path, path);
    }

    /// <inheritdoc/>
    public ExtensionOutcome LoadLibrary(string nameOrPath, bool isGlobal)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (NotStarted(nameOrPath) is { } dead) return dead;

        // dlopen is called by the extension module of ctypes, so a bare name is looked for with its search paths.
        LinkMap caller = Image.Objects.Loaded.FirstOrDefault(map => PosixPath.Name(map.Name).StartsWith("_ctypes.", StringComparison.Ordinal)) ?? Image.Main;
        return Image.Open(nameOrPath, caller, isGlobal, out _) is { } refusal ? Outcome(refusal, "OSError", nameOrPath, null) : new ExtensionOutcome.Loaded();
    }

    /// <summary>Does nothing: <c>os.add_dll_directory</c> exists on Windows only.</summary>
    /// <param name="directory">The directory.</param>
    public void AddDllDirectory(string directory)
    {
    }

    // PEP 793: from 3.15 on PyModExport_ is asked for first.
    private bool HasInitFunction(LinkMap map, string function) =>
        Image.Lookup.FindBelow(map, function).Kind == SymbolAnswerKind.Found
        || (version is { Major: 3, Minor: >= 15 } && Image.Lookup.FindBelow(map, "PyModExport_" + function[(function.IndexOf('_', StringComparison.Ordinal) + 1)..]).Kind == SymbolAnswerKind.Found);

    private ExtensionOutcome? NotStarted(string path)
    {
        if (Image.StartRefusal is not { } refusal) return null;
        LoadFailure failure = refusal.Failure with { Opened = path };
        return refusal.Kind == RefusalKind.Undecided
            ? new ExtensionOutcome.Undecided(failure.Message, failure)
            : new ExtensionOutcome.Crashes(refusal.Signal, refusal.Signal is null ? ExitStatus(failure) : refusal.ExitStatus, $"the interpreter does not start: {failure.Message}", failure);
    }

    // elf/rtld.c: a version that is missing when the program starts ends it with 1, everything else with 127.
    private static int ExitStatus(LoadFailure failure) => failure.Kind == LoadFailureKind.MissingVersion ? 1 : 127;

    private static ExtensionOutcome Outcome(Refusal refusal, string exception, string path, string? module)
    {
        LoadFailure failure = refusal.Failure with { Opened = path, Module = module };
        return refusal.Kind switch
        {
            RefusalKind.Error => new ExtensionOutcome.Raises(new PythonException(exception, failure.Message) { Origin = failure }, refusal.TextMayVary ? Certainty.TextMayVary : Certainty.Certain),
            RefusalKind.Crash => new ExtensionOutcome.Crashes(refusal.Signal, refusal.ExitStatus, failure.Message, failure),
            _ => new ExtensionOutcome.Undecided(failure.Message, failure),
        };
    }
}
