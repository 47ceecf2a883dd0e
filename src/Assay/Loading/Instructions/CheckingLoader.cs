using Assay.Binaries.Numpy;
using Assay.Imports;
using Assay.Loading.Glibc;
using Assay.Primitives;

namespace Assay.Loading.Instructions;

/// <summary>A loader that looks, after each file that another one opened, whether what the process then runs ends it.</summary>
/// <param name="inner">The loader that does the loading; one whose process can be looked at.</param>
internal abstract class CheckingLoader(IExtensionLoader inner) : IExtensionLoader, IViewedLoader
{
    /// <summary>The exit status of a process that dies of SIGILL.</summary>
    protected const int Sigill = 132;

    /// <summary>The loader that does the loading.</summary>
    public IExtensionLoader Inner => inner;

    /// <inheritdoc/>
    public IProcessView View() => ((IViewedLoader)inner).View();

    /// <inheritdoc/>
    public ExtensionOutcome LoadExtension(string moduleName, string path) => Checked(inner.LoadExtension(moduleName, path), path, moduleName);

    /// <inheritdoc/>
    public ExtensionOutcome LoadLibrary(string nameOrPath, bool isGlobal) => Checked(inner.LoadLibrary(nameOrPath, isGlobal), nameOrPath, null);

    /// <inheritdoc/>
    public bool? HasSystemLibrary(string path) => inner.HasSystemLibrary(path);

    /// <inheritdoc/>
    public NumpyUse NumpyUseOf(string path) => inner.NumpyUseOf(path);

    /// <inheritdoc/>
    public void AddDllDirectory(string directory) => inner.AddDllDirectory(directory);

    /// <summary>How the process ends by what it runs of the files that came last; null when it goes on, or that is not decided.</summary>
    /// <param name="opened">What was opened.</param>
    /// <param name="module">The dotted name of the module, or null for a library.</param>
    protected abstract ExtensionOutcome.Crashes? End(string opened, string? module);

    /// <summary>True for what belongs to the system and is not looked at: the program, the dynamic linker, the C library.</summary>
    /// <param name="image">The image.</param>
    protected static bool IsOfSystem(LoadedImage image) => image.Origin is LoadedImageOrigin.DynamicLinker or LoadedImageOrigin.Program || SystemLibraryNames.IsGlibc(image.Soname ?? PosixPath.Name(image.Path));

    private ExtensionOutcome Checked(ExtensionOutcome outcome, string opened, string? module) => outcome is ExtensionOutcome.Loaded ? End(opened, module) ?? outcome : outcome;
}
