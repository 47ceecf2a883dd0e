using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>One object in the process: what <c>struct link_map</c> (glibc include/link.h) holds of it, as far as it decides loads.</summary>
internal sealed class LinkMap
{
    private bool? hasVersions;

    /// <summary><c>l_name</c>: the path it was opened by, as messages print it; empty for the main program.</summary>
    public required string Name { get; init; }

    /// <summary>The file, absolute on the machine; null for an object that is assumed, such as the kernel's own.</summary>
    public string? File { get; init; }

    /// <summary>What the file says; null for an object that is assumed.</summary>
    public ElfImage? Image { get; init; }

    /// <summary>Which file it is; default for an object that is assumed.</summary>
    public FileIdentity Identity { get; init; }

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; init; }

    /// <summary><c>l_origin</c>: what <c>$ORIGIN</c> stands for in it, or null when that is not known.</summary>
    public string? Origin { get; init; }

    /// <summary><c>l_loader</c>: the object that asked for it first; null for what dlopen or the kernel opened.</summary>
    public LinkMap? Loader { get; init; }

    /// <summary><c>l_libname</c>: the names it has been asked for by.</summary>
    public List<string> Names { get; } = [];

    /// <summary><c>l_soname_added</c>: its DT_SONAME is among <see cref="Names"/>.</summary>
    public bool IsSonameAdded { get; set; }

    /// <summary>The steps of the search that found it.</summary>
    public ImmutableArray<SearchStep> Steps { get; init; } = [];

    /// <summary>The objects its DT_NEEDED entries led to, in their order; null until its dependencies were mapped.</summary>
    public LinkMap[]? Needed { get; set; }

    /// <summary><c>l_searchlist</c>: itself and everything below it, breadth first; null until it was opened itself.</summary>
    public LinkMap[]? SearchList { get; set; }

    /// <summary>True once its versions were checked.</summary>
    public bool IsVersionChecked { get; set; }

    /// <summary><c>l_relocated</c>.</summary>
    public bool IsRelocated { get; set; }

    /// <summary><c>l_global</c>: it is in the global scope.</summary>
    public bool IsGlobal { get; set; }

    /// <summary>Why it is there without a file.</summary>
    public Assumption Assumption { get; init; }

    /// <summary>True for the main program.</summary>
    public bool IsMain { get; init; }

    /// <summary>Its place in the static thread-local block, or null when it has none.</summary>
    public long? TlsOffset { get; set; }

    /// <summary>The directories of its DT_RPATH, worked out on first use.</summary>
    public SearchDirectory[]? RpathDirectories { get; set; }

    /// <summary>The directories of its DT_RUNPATH, worked out on first use.</summary>
    public SearchDirectory[]? RunpathDirectories { get; set; }

    /// <summary>DT_SONAME, or null.</summary>
    public string? Soname => Image?.Name;

    /// <summary>True when it has any symbol version, wanted or offered (<c>l_versyms</c> is set): its symbols are then judged by version.</summary>
    public bool HasVersions => hasVersions ??= Image is { } image && (image.VersionNeeds.Any(need => need.Versions.Any(version => (version.Index & 0x7fff) > 0)) || !image.VersionDefinitions.IsEmpty);

    /// <summary>What is written when the name is printed to people who must find the file.</summary>
    public string Display => File ?? Name;

    /// <summary>The object that dlopen or the kernel opened and that led to this one: its search list is part of this one's scope.</summary>
    public LinkMap Root
    {
        get
        {
            LinkMap root = this;
            while (root.Loader is { } loader) root = loader;
            return root;
        }
    }

    /// <summary>True when the object is asked for by this name (<c>_dl_name_match_p</c>).</summary>
    /// <param name="name">The name.</param>
    public bool IsNamed(string name) => name == Name || Names.Contains(name);

    /// <summary>The files from <see cref="Root"/> to this object.</summary>
    public ImmutableArray<string> Chain
    {
        get
        {
            Stack<string> chain = new();
            for (LinkMap? map = this; map is not null; map = map.Loader) chain.Push(map.Display);
            return [.. chain];
        }
    }

    /// <summary>Its thread-local block, or null when it has none of a size.</summary>
    public ThreadLocalBlock? ThreadLocal => Image?.ThreadLocal is { MemorySize: > 0 } block ? block : null;
}
