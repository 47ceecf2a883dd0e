using Assay.Binaries.MachO;
using Assay.Primitives;

namespace Assay.Loading.Dyld;

/// <summary>One image of a process: a file, or a library of the system, which has no file since macOS 11.</summary>
/// <param name="path">Its path with all links followed; of a system library its install name.</param>
internal sealed class LoadedMachO(string path)
{
    /// <summary>Its path with all links followed; of a system library its install name.</summary>
    public string Path { get; } = path;

    /// <summary>The slice that was mapped, or null for a system library.</summary>
    public MachOImage? Image { get; init; }

    /// <summary>The system library, or null for a file.</summary>
    public SystemLibrary? System { get; init; }

    /// <summary>Which file it is; default for a system library.</summary>
    public FileIdentity Identity { get; init; }

    /// <summary>True once a dlopen with RTLD_LOCAL brought it and none without: its symbols are for nobody else.</summary>
    public bool IsHidden { get; set; }

    /// <summary>What its load commands led to, in their order; null entries are weak dylibs that are not there. Null before they were looked at.</summary>
    public LoadedMachO?[]? Dependents { get; set; }

    /// <summary>The images from the one that was opened to this one, the opened one first.</summary>
    public IReadOnlyList<string> Chain { get; init; } = [];

    /// <summary>True when a load command with this text means this image: its path, or the name a dylib gives itself.</summary>
    /// <param name="name">The text.</param>
    public bool Matches(string name) => Path == name || (Image?.Identity is { } identity && identity.Name == name) || (System is not null && System.IsCalled(name));
}

/// <summary>The images whose LC_RPATH count for a search, the innermost first.</summary>
/// <param name="Image">The image.</param>
/// <param name="Outer">The rest.</param>
internal sealed record RunPathChain(LoadedMachO Image, RunPathChain? Outer);
