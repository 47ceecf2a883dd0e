namespace Assay.Primitives;

/// <summary>Paths of the target, which use '/' whatever the host uses. Nothing here touches a disk.</summary>
public static class PosixPath
{
    /// <summary>Joins a directory and a name; an absolute second part replaces the first, as in <c>os.path.join</c>.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">The name or relative path.</param>
    public static string Join(string directory, string name) =>
        name.StartsWith('/') ? name
        : directory.Length == 0 || directory.EndsWith('/') ? directory + name
        : directory + "/" + name;

    /// <summary>The part before the last '/', as <c>os.path.dirname</c> gives it ("/" for a path directly under the root).</summary>
    /// <param name="path">A path.</param>
    public static string Directory(string path)
    {
        int cut = path.LastIndexOf('/');
        return cut < 0 ? "" : cut == 0 ? "/" : path[..cut];
    }

    /// <summary>The part after the last '/'.</summary>
    /// <param name="path">A path.</param>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Collapses ".", ".." and doubled slashes textually, as <c>os.path.normpath</c> does.</summary>
    /// <param name="path">A path.</param>
    public static string Normalize(string path)
    {
        bool absolute = path.StartsWith('/');
        List<string> parts = [];
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part == ".." && parts.Count > 0 && parts[^1] != "..") parts.RemoveAt(parts.Count - 1);
            else if (part != ".." || !absolute) parts.Add(part);
        }

        string joined = string.Join('/', parts);
        return absolute ? "/" + joined : joined.Length == 0 ? "." : joined;
    }
}
