using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;
using Assay.Primitives;

namespace Assay.Loading.Dyld;

/// <summary>
/// The libraries and frameworks of macOS by version, from the text stubs of its SDKs (<c>macos-system.tsv.gz</c>; docs/macos-facts.md says where each row comes
/// from). Rows are <c>versions</c>, <c>library</c>, <c>alias</c> and <c>symbol</c>, each belonging to what stands above it.
/// </summary>
internal sealed class SystemLibraries
{
    private static readonly Lazy<SystemLibraries> Loaded = new(Load);
    private readonly FrozenDictionary<string, SystemLibrary> libraries;

    private SystemLibraries(Dictionary<string, SystemLibrary> libraries) => this.libraries = libraries.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The record, read once.</summary>
    public static SystemLibraries Known => Loaded.Value;

    /// <summary>Every library once.</summary>
    public IEnumerable<SystemLibrary> All => libraries.Values.Distinct();

    /// <summary>True for a path that only the system may fill.</summary>
    /// <param name="path">An absolute path.</param>
    public static bool IsSystemPath(string path) =>
        (path.StartsWith("/usr/lib/", StringComparison.Ordinal) || path.StartsWith("/System/Library/", StringComparison.Ordinal)
        || path.StartsWith("/System/iOSSupport/", StringComparison.Ordinal) || path.StartsWith("/System/DriverKit/", StringComparison.Ordinal));

    /// <summary>The library that a path leads to, or null when none is recorded.</summary>
    /// <param name="path">An absolute path.</param>
    public SystemLibrary? Find(string path) => libraries.GetValueOrDefault(path);

    /// <summary>Takes one line off a text.</summary>
    internal static bool NextLine(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        line = default;
        if (rest.IsEmpty) return false;
        int end = rest.IndexOf((byte)'\n');
        line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return true;
    }

    /// <summary>Two rows of digits with a tab between them: arm64, then x86_64.</summary>
    internal static (PresenceDigits Arm64, PresenceDigits X86) Digits(ReadOnlySpan<byte> text)
    {
        int cut = text.IndexOf((byte)'\t');
        return cut < 0 ? (PresenceDigits.Read(text), default) : (PresenceDigits.Read(text[..cut]), PresenceDigits.Read(text[(cut + 1)..]));
    }

    private static SystemLibraries Load()
    {
        using Stream stream = typeof(SystemLibraries).Assembly.GetManifestResourceStream("data:macos-system")
            ?? throw new InvalidOperationException("the data file macos-system is not part of this build");
        using GZipStream unpacked = new(stream, CompressionMode.Decompress);
        using MemoryStream text = new();
        unpacked.CopyTo(text);
        return Read(text.ToArray());
    }

    internal static SystemLibraries Read(ReadOnlyMemory<byte> text)
    {
        Dictionary<string, SystemLibrary> found = new(StringComparer.Ordinal);
        PackedVersion[] versions = [];
        string? name = null;
        (PresenceDigits, PresenceDigits) digits = default;
        List<string> aliases = [];
        int position = 0, firstSymbol = -1, lastSymbol = -1;
        while (position < text.Length)
        {
            int length = text.Span[position..].IndexOf((byte)'\n');
            int end = length < 0 ? text.Length : position + length;
            ReadOnlySpan<byte> line = text.Span[position..end];
            if (line.StartsWith("symbol\t"u8))
            {
                if (firstSymbol < 0) firstSymbol = position;

                // Thousands of rows in sequence: the next that is none is looked for in one go.
                int block = NextOther(text.Span, position);
                lastSymbol = block;
                position = block;
                continue;
            }

            if (line.StartsWith("alias\t"u8))
            {
                aliases.Add(Encoding.UTF8.GetString(line[6..]));
            }
            else if (line.StartsWith("library\t"u8) || line.StartsWith("versions\t"u8))
            {
                Flush();
                string[] fields = Encoding.UTF8.GetString(line).Split('\t');
                if (fields[0] == "versions") versions = [.. fields[1].Split(',').Select(version => PackedVersion.TryParse(version, out PackedVersion known) ? known : default)];
                else (name, digits) = (fields[1], Digits(line[(fields[0].Length + fields[1].Length + 2)..]));
            }

            position = end + 1;
        }

        Flush();
        return new SystemLibraries(found);

        void Flush()
        {
            if (name is not null)
            {
                SystemLibrary library = new(name, aliases, versions, digits, firstSymbol < 0 ? default : text[firstSymbol..lastSymbol]);
                foreach (string path in library.Names) found.TryAdd(path, library);
            }

            (name, aliases, firstSymbol, lastSymbol) = (null, [], -1, -1);
        }
    }

    private static int NextOther(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length)
        {
            int length = text[position..].IndexOf((byte)'\n');
            position = length < 0 ? text.Length : position + length + 1;
            if (!text[position..].StartsWith("symbol\t"u8)) break;
        }

        return position;
    }
}
