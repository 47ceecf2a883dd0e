using Assay.Binaries.Numpy;

namespace Assay.Imports;

/// <summary>
/// What the import walk asks when it reaches compiled code. The walk knows Python, the loader knows binaries; this is all they share. One
/// instance stands for one growing process image, so calls must come in the order CPython would make them.
/// </summary>
public interface IExtensionLoader
{
    /// <summary>CPython opens an extension module.</summary>
    /// <param name="moduleName">The dotted name of the module.</param>
    /// <param name="path">The file, absolute on the examined machine.</param>
    ExtensionOutcome LoadExtension(string moduleName, string path);

    /// <summary>Python code loads a library itself (<c>ctypes.CDLL</c>, <c>ctypes.WinDLL</c>).</summary>
    /// <param name="nameOrPath">The name or path as given.</param>
    /// <param name="isGlobal">True for <c>RTLD_GLOBAL</c>.</param>
    ExtensionOutcome LoadLibrary(string nameOrPath, bool isGlobal);

    /// <summary>Whether the system itself has a library although no file is there, as those in the shared cache of macOS (<c>_dyld_shared_cache_contains_path</c>).</summary>
    /// <param name="path">The path, absolute.</param>
    /// <returns>Null when that is not known.</returns>
    bool? HasSystemLibrary(string path) => null;

    /// <summary>The NumPy that a file was built for. Nothing is opened: files beside a module speak for it where it does not tell itself.</summary>
    /// <param name="path">The file, absolute.</param>
    NumpyUse NumpyUseOf(string path) => NumpyUse.None;

    /// <summary>Python code adds a directory to the DLL search (<c>os.add_dll_directory</c>).</summary>
    /// <param name="directory">The directory, absolute.</param>
    void AddDllDirectory(string directory);
}
