using System.Text;

namespace Assay.Primitives;

/// <summary>The questions that are asked of a machine everywhere.</summary>
public static class MachineExtensions
{
    /// <summary>True when the path leads to a regular file.</summary>
    /// <param name="machine">The machine asked.</param>
    /// <param name="path">An absolute path.</param>
    public static bool IsFile(this IMachine machine, string path) => machine.Look(path, out _)?.Kind == FileKind.File;

    /// <summary>True when the path leads to a directory.</summary>
    /// <param name="machine">The machine asked.</param>
    /// <param name="path">An absolute path.</param>
    public static bool IsDirectory(this IMachine machine, string path) => machine.Look(path, out _)?.Kind == FileKind.Directory;

    /// <summary>Reads a whole file if it is no larger than <paramref name="limit"/> bytes.</summary>
    /// <param name="machine">The machine asked.</param>
    /// <param name="path">An absolute path.</param>
    /// <param name="limit">The largest size accepted, in bytes.</param>
    /// <returns>The bytes, or null when the file is absent, unreadable or larger than the limit.</returns>
    public static byte[]? ReadWhole(this IMachine machine, string path, int limit = 64 << 20)
    {
        using ByteSource? source = machine.Open(path, out _);
        return source is null || source.Length > limit ? null : source.ReadUpTo(0, source.Length);
    }

    /// <summary>Reads a text file as UTF-8 (a byte order mark is dropped); bytes that are not UTF-8 are read as Latin-1 instead.</summary>
    /// <param name="machine">The machine asked.</param>
    /// <param name="path">An absolute path.</param>
    /// <param name="limit">The largest size accepted, in bytes.</param>
    /// <returns>The text, or null when the file is absent, unreadable or larger than the limit.</returns>
    public static string? ReadText(this IMachine machine, string path, int limit = 16 << 20)
    {
        byte[]? bytes = machine.ReadWhole(path, limit);
        return bytes is null ? null : TextDecoding.Utf8OrLatin1(bytes);
    }

    /// <summary>Reads a file whose length is not told beforehand: those under <c>/proc</c> say that they are empty.</summary>
    /// <param name="machine">The machine asked.</param>
    /// <param name="path">An absolute path.</param>
    /// <param name="limit">The largest number of bytes read.</param>
    /// <returns>The first bytes, at most <paramref name="limit"/>; none when the file is absent or unreadable.</returns>
    public static byte[] ReadPseudoFile(this IMachine machine, string path, int limit)
    {
        using ByteSource? source = machine.Open(path, out _);
        if (source is null) return [];
        byte[] bytes = new byte[limit];
        int read = source.Read(0, bytes);
        return bytes[..Math.Max(read, 0)];
    }

    /// <summary>Follows every link of a path.</summary>
    /// <param name="machine">The machine asked.</param>
    /// <param name="path">An absolute path.</param>
    /// <returns>The canonical path; the part that does not exist is kept as it is; null when links lead round in a circle.</returns>
    public static string? RealPath(this IMachine machine, string path)
    {
        StringBuilder resolved = new("/");
        Stack<string> pending = new();
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).AsEnumerable().Reverse()) pending.Push(part);
        int links = 0;
        while (pending.TryPop(out string? part))
        {
            if (part == ".") continue;
            if (part == "..")
            {
                int cut = resolved.ToString().LastIndexOf('/');
                resolved.Length = Math.Max(cut, 1);
                continue;
            }

            int before = resolved.Length;
            if (before > 1) resolved.Append('/');
            resolved.Append(part);
            if (machine.ReadLink(resolved.ToString()) is not { Length: > 0 } link) continue;
            if (++links > 40) return null;
            resolved.Length = before;
            if (link[0] == '/') resolved.Length = 1;
            foreach (string piece in link.Split('/', StringSplitOptions.RemoveEmptyEntries).AsEnumerable().Reverse()) pending.Push(piece);
        }

        return resolved.ToString();
    }
}
