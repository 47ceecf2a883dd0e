using System.Collections.Immutable;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Loading.Musl;

/// <summary>One object in the process: what <c>struct dso</c> of musl ldso/dynlink.c holds of it, as far as it decides loads.</summary>
internal sealed class MuslObject
{
    /// <summary>The path it was opened by, as messages print it.</summary>
    public required string Name { get; init; }

    /// <summary>What the file says.</summary>
    public required ElfImage Image { get; init; }

    /// <summary>Which file it is.</summary>
    public FileIdentity Identity { get; init; }

    /// <summary>The name it was searched by, which later needs find it by; null when it was opened by path. DT_SONAME plays no part in musl.</summary>
    public string? ShortName { get; set; }

    /// <summary>The object that asked for it first; its search paths count for what this one needs.</summary>
    public MuslObject? NeededBy { get; init; }

    /// <summary>True for what was there when the program started: only its thread-local storage has a fixed place.</summary>
    public bool IsStartup { get; init; }

    /// <summary>True for the C library, which is the loader itself.</summary>
    public bool IsLibc { get; init; }

    /// <summary>True for the program.</summary>
    public bool IsMain { get; init; }

    /// <summary>The objects its DT_NEEDED entries led to; null until they were loaded.</summary>
    public List<MuslObject>? Direct { get; set; }

    /// <summary>True once its relocations were applied.</summary>
    public bool IsRelocated { get; set; }

    /// <summary>True while its symbols are global.</summary>
    public bool IsGlobal { get; set; }

    /// <summary>Everything below it, breadth first, itself not among it (<c>extend_bfs_deps</c>).</summary>
    public IReadOnlyList<MuslObject> Below()
    {
        List<MuslObject> all = [.. (Direct ?? []).Distinct()];
        for (int i = 0; i < all.Count; i++)
            foreach (MuslObject next in all[i].Direct ?? [])
                if (!all.Contains(next)) all.Add(next);
        return all;
    }

    /// <summary>The files from what was opened to this object.</summary>
    public ImmutableArray<string> Chain
    {
        get
        {
            Stack<string> chain = new();
            for (MuslObject? map = this; map is not null && !map.IsMain; map = map.NeededBy) chain.Push(map.Name);
            return [.. chain];
        }
    }
}
