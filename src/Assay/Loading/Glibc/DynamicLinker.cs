using System.Collections.Immutable;
using System.Text;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>
/// What is compiled into the dynamic linker of one root directory, read from the strings of its own file: distributions differ in where they look
/// (<c>/lib64</c>, <c>/lib/x86_64-linux-gnu</c>, a store path), and only this file knows.
/// </summary>
internal sealed record DynamicLinker
{
    private const int Limit = 8 << 20;

    /// <summary>Its path as PT_INTERP names it.</summary>
    public required string Path { get; init; }

    /// <summary>The directories it looks in last, each ending in '/' (the table <c>system_dirs</c> of elf/dl-load.c).</summary>
    public required ImmutableArray<string> DefaultDirectories { get; init; }

    /// <summary>The list ldconfig leaves for it.</summary>
    public string CachePath { get; init; } = "/etc/ld.so.cache";

    /// <summary>What <c>$LIB</c> stands for: the first default directory without its slashes; glibc's own default where the file is not at hand.</summary>
    public string Lib => DefaultDirectories.IsEmpty ? "lib" : DefaultDirectories[0].Trim('/');

    /// <summary>Its version, or null when its file does not tell (before 2.33).</summary>
    public PackedVersion? Version { get; init; }

    /// <summary>Reads the file of a dynamic linker.</summary>
    /// <param name="machine">The machine it is on.</param>
    /// <param name="path">Its path as PT_INTERP names it.</param>
    /// <returns>What is compiled into it, or null when there is no such file or it holds no table of directories.</returns>
    public static DynamicLinker? Read(IMachine machine, string path)
    {
        using ByteSource? source = machine.Open(path, out _);
        if (source is null || source.Length > Limit) return null;
        IReadOnlyList<string> told = source.Ask("directories, cache and release of the dynamic linker", () => Write(Parse(path, source.ReadUpTo(0, source.Length))));
        return told.Count < 2 ? null
            : new DynamicLinker { Path = path, CachePath = told[0], Version = PackedVersion.TryParse(told[1], out PackedVersion version) ? version : null, DefaultDirectories = [.. told.Skip(2)] };
    }

    private static IReadOnlyList<string> Write(DynamicLinker? read) => read is null ? [] : [read.CachePath, read.Version?.ToString() ?? "", .. read.DefaultDirectories];

    private static DynamicLinker? Parse(string path, byte[] content)
    {
        ImmutableArray<string> directories = [];
        string? cache = null;
        List<string> run = [];
        int expected = -1;
        foreach (Range range in Strings(content))
        {
            // What stands before a table without a NUL between them is not part of its first string.
            ReadOnlySpan<byte> text = content.AsSpan(range);
            text = text[(text.LastIndexOfAnyExceptInRange((byte)' ', (byte)'~') + 1)..];
            bool isDirectory = text.Length >= 5 && text[0] == '/' && text[^1] == '/' && text.IndexOf("lib"u8) >= 0;
            if (!isDirectory || range.Start.Value != expected)
            {
                // The table stands twice in some builds; the first of the longest runs is it.
                if (run.Count > directories.Length) directories = [.. run];
                run.Clear();
            }

            if (isDirectory) run.Add(Encoding.UTF8.GetString(text));
            else if (cache is null && text.Length > 1 && text[0] == '/' && text.EndsWith("/ld.so.cache"u8)) cache = Encoding.UTF8.GetString(text);
            expected = range.End.Value + 1;
        }

        if (run.Count > directories.Length) directories = [.. run];
        return directories.IsEmpty ? null : new DynamicLinker { Path = path, DefaultDirectories = directories, CachePath = cache ?? "/etc/ld.so.cache", Version = VersionIn(content) };
    }

    /// <summary>The version that a file of glibc names in its banner: <c>GNU C Library (…) stable release version 2.36.</c></summary>
    /// <param name="content">The file.</param>
    /// <returns>The version, or null when there is no banner.</returns>
    public static PackedVersion? VersionIn(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> phrase = " release version "u8;
        int at = content.IndexOf(phrase);
        if (at < 0) return null;
        ReadOnlySpan<byte> rest = content[(at + phrase.Length)..];
        int length = 0;
        while (length < rest.Length && length < 12 && (rest[length] is >= (byte)'0' and <= (byte)'9' || rest[length] == '.')) length++;
        return PackedVersion.TryParse(Encoding.ASCII.GetString(rest[..length]).TrimEnd('.'), out PackedVersion version) ? version : null;
    }

    // Every run of bytes between two NULs, in order.
    private static IEnumerable<Range> Strings(byte[] content)
    {
        int start = 0;
        while (start < content.Length)
        {
            int end = content.AsSpan(start).IndexOf((byte)0);
            end = end < 0 ? content.Length : start + end;
            if (end > start) yield return start..end;
            start = end + 1;
        }
    }
}
