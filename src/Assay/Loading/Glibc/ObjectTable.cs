using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>The objects of one process: what is mapped, in order, and what every lookup sees.</summary>
internal sealed class ObjectTable
{
    private readonly List<LinkMap> loaded = [];
    private readonly List<LinkMap> global = [];

    /// <summary>Everything mapped, in the order it was mapped.</summary>
    public IReadOnlyList<LinkMap> Loaded => loaded;

    /// <summary>The global scope: the main program and its closure, and what RTLD_GLOBAL added.</summary>
    public IReadOnlyList<LinkMap> Global => global;

    /// <summary>Counts the changes of <see cref="Global"/>, for those who remember answers.</summary>
    public int GlobalChanges { get; private set; }

    /// <summary>Adds an object that was mapped.</summary>
    /// <param name="map">The object.</param>
    public void Add(LinkMap map) => loaded.Add(map);

    /// <summary>Takes back what a failed load mapped.</summary>
    /// <param name="count">How many objects there were before it.</param>
    public void Truncate(int count) => loaded.RemoveRange(count, loaded.Count - count);

    /// <summary>Adds objects to the global scope that are not in it.</summary>
    /// <param name="maps">The objects in order.</param>
    public void AddGlobal(IEnumerable<LinkMap> maps)
    {
        foreach (LinkMap map in maps)
        {
            if (map.IsGlobal) continue;
            map.IsGlobal = true;
            global.Add(map);
            GlobalChanges++;
        }
    }

    /// <summary>The object that a name stands for already, by a name it was asked for or by its DT_SONAME; a match by soname is remembered (<c>_dl_map_object</c>).</summary>
    /// <param name="name">The name asked for.</param>
    public LinkMap? Named(string name)
    {
        foreach (LinkMap map in loaded)
        {
            if (map.IsNamed(name)) return map;
            if (map.IsSonameAdded || map.Soname != name) continue;
            map.Names.Add(name);
            map.IsSonameAdded = true;
            return map;
        }

        return null;
    }

    /// <summary>The object of a file that is mapped already under another name; the new name is remembered.</summary>
    /// <param name="identity">Which file.</param>
    /// <param name="name">The name asked for.</param>
    public LinkMap? OfFile(FileIdentity identity, string name)
    {
        LinkMap? map = loaded.Find(candidate => candidate.File is not null && candidate.Identity == identity);
        if (map is not null && !map.IsNamed(name)) map.Names.Add(name);
        return map;
    }
}
