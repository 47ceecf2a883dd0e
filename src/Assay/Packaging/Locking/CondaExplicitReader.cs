using System.Collections.Immutable;
using Assay.Packaging.Choosing;
using Assay.Packaging.Indexing;

namespace Assay.Packaging.Locking;

/// <summary>Reads a list of addresses with <c>@EXPLICIT</c>: <c>conda list --explicit</c>, <c>conda-lock -k explicit</c> (conda/misc.py <c>explicit</c>).</summary>
internal static class CondaExplicitReader
{
    /// <summary>True when a line is <c>@EXPLICIT</c>.</summary>
    public static bool IsOne(ReadOnlySpan<byte> content) => content.IndexOf("@EXPLICIT"u8) is >= 0 and int at && (at == 0 || content[at - 1] == (byte)'\n');

    /// <summary>Reads a list.</summary>
    public static LockReading Read(string text)
    {
        LockWords words = new();
        ImmutableArray<LockedPackage>.Builder packages = ImmutableArray.CreateBuilder<LockedPackage>();
        string? platform = null;
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string line = raw.Trim();
            if (line.StartsWith("# platform:", StringComparison.Ordinal)) platform = line["# platform:".Length..].Trim();
            if (line.Length == 0 || line[0] is '#' or '@') continue;
            int cut = line.IndexOf('#', StringComparison.Ordinal);
            string address = cut < 0 ? line : line[..cut];
            if (CondaName.Parse(address) is not { } name)
            {
                words.Note(number, $"expected the address of a conda package, found `{LockWords.Short(line)}`");
                continue;
            }

            if (name.Platform != "noarch") platform ??= name.Platform;
            packages.Add(new LockedPackage(name.Name, name.Version)
            {
                Line = number,
                Source = new LockSource(LockSourceKind.Conda, name.Channel) { Build = name.Build },
                Files = [new IndexFile(name.File) { Url = address, Sha256 = cut < 0 ? null : IndexLink.Sha256(line[(cut + 1)..].Replace("sha256:", "", StringComparison.Ordinal)) }],
            });
        }

        return new LockReading(LockKind.CondaExplicit)
        {
            Packages = platform is null ? packages.ToImmutable() : [.. packages.Select(package => package with { Platform = platform })],
            Platforms = platform is null ? [] : [platform],
            Channels = [.. packages.Select(package => package.Source.Location!).Distinct(StringComparer.Ordinal)],
            Problems = words.Problems,
        };
    }
}
