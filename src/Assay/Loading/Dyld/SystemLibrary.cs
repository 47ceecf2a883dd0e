using System.Text;
using Assay.Primitives;

namespace Assay.Loading.Dyld;

/// <summary>A library of macOS, which since macOS 11 exists in the shared cache only. Its symbols are read on first use.</summary>
internal sealed class SystemLibrary
{
    private readonly IReadOnlyList<PackedVersion> versions;
    private readonly (PresenceDigits Arm64, PresenceDigits X86) digits;
    private readonly HashSet<string> names;
    private readonly Lazy<Dictionary<string, (PresenceDigits Arm64, PresenceDigits X86)>> symbols;

    /// <summary>Takes what a row says.</summary>
    /// <param name="name">The install name.</param>
    /// <param name="aliases">Other paths that lead to it.</param>
    /// <param name="versions">The versions of macOS that the digits speak of.</param>
    /// <param name="digits">Where it is there.</param>
    /// <param name="rows">The rows of its symbols as text; empty when they are not recorded.</param>
    public SystemLibrary(string name, IEnumerable<string> aliases, IReadOnlyList<PackedVersion> versions, (PresenceDigits Arm64, PresenceDigits X86) digits, ReadOnlyMemory<byte> rows)
    {
        Name = name;
        names = [name, .. aliases];
        this.versions = versions;
        this.digits = digits;
        HasSymbols = !rows.IsEmpty;
        symbols = new(() => Read(rows));
    }

    /// <summary>The install name.</summary>
    public string Name { get; }

    /// <summary>True when its symbols are recorded.</summary>
    public bool HasSymbols { get; }

    /// <summary>The paths that lead to it, its name first.</summary>
    public IEnumerable<string> Names => names;

    /// <summary>True for its name and its aliases.</summary>
    /// <param name="path">A path.</param>
    public bool IsCalled(string path) => names.Contains(path);

    /// <summary>Whether a system has the library.</summary>
    /// <param name="version">The version of macOS.</param>
    /// <param name="isArm64">True for native code of Apple Silicon.</param>
    public SystemPresence At(PackedVersion version, bool isArm64) => SystemPresence.Of(isArm64 ? digits.Arm64 : digits.X86, versions, version);

    /// <summary>Whether a system's library offers a symbol, itself or from a library that it re-exports; unknown when its symbols are not recorded.</summary>
    /// <param name="symbol">The name as stored.</param>
    /// <param name="version">The version of macOS.</param>
    /// <param name="isArm64">True for native code of Apple Silicon.</param>
    public SystemPresence Symbol(string symbol, PackedVersion version, bool isArm64) =>
        symbols.Value.TryGetValue(symbol, out (PresenceDigits Arm64, PresenceDigits X86) found) ? SystemPresence.Of(isArm64 ? found.Arm64 : found.X86, versions, version) : new SystemPresence(Presence.Unknown);

    private static Dictionary<string, (PresenceDigits Arm64, PresenceDigits X86)> Read(ReadOnlyMemory<byte> rows)
    {
        Dictionary<string, (PresenceDigits, PresenceDigits)> read = new(StringComparer.Ordinal);
        ReadOnlySpan<byte> rest = rows.Span;
        while (SystemLibraries.NextLine(ref rest, out ReadOnlySpan<byte> line))
        {
            // symbol, the name, the digits of arm64 and those of x86_64
            int start = line.IndexOf((byte)'\t') + 1;
            int length = line[start..].IndexOf((byte)'\t');
            if (start == 0 || length < 0) continue;
            read[Encoding.UTF8.GetString(line.Slice(start, length))] = SystemLibraries.Digits(line[(start + length + 1)..]);
        }

        return read;
    }
}
