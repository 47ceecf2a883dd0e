using Assay.Binaries;
using Assay.Loading.Dyld;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Binaries;

namespace Assay.Tests.Loading.Dyld;

/// <summary>What the macOS files of the corpus bind to libraries of the system, looked up in the record of these libraries.</summary>
[Trait("speed", "slow")]
public sealed class SystemSymbolsCorpusTests(ITestOutputHelper output)
{
    private static readonly PackedVersion Newest = new(27);

    [Fact]
    public void Every_symbol_is_recorded_and_on_the_newest_macOS()
    {
        SortedSet<string> unknown = new(StringComparer.Ordinal);
        SortedSet<string> nameless = new(StringComparer.Ordinal);
        HashSet<(string Library, string Symbol, bool IsArm64)> seen = [];
        foreach ((OracleRecord record, byte[] content) in OracleRecord.All("macho"))
        {
            using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(content));
            foreach (BinaryImage image in file.Images)
            {
                bool isArm64 = image.Architecture is Architecture.Arm64 or Architecture.Arm64E;
                foreach (LibraryNeed need in image.Needs)
                {
                    if (SystemLibraries.IsSystemPath(need.Name) && SystemLibraries.Known.Find(need.Name) is null) nameless.Add($"{need.Name} ({record.Path})");
                }

                foreach (WantedSymbol wanted in image.WantedSymbols)
                {
                    if (wanted.Library is not { } path || SystemLibraries.Known.Find(path) is not { HasSymbols: true } library) continue;
                    if (!seen.Add((library.Name, wanted.Name, isArm64))) continue;
                    Presence presence = library.Symbol(wanted.Name, Newest, isArm64).Presence;
                    if (presence != Presence.Present) unknown.Add($"{library.Name} {wanted.Name} {(isArm64 ? "arm64" : "x86_64")}: {presence} ({record.Wheel} {record.Path})");
                }
            }
        }

        foreach (IGrouping<string, (string Library, string Symbol, bool IsArm64)> library in seen.GroupBy(entry => entry.Library).OrderBy(group => group.Key, StringComparer.Ordinal))
            output.WriteLine($"{library.Count(),6} {library.Key}");
        Assert.True(unknown.Count == 0, $"{unknown.Count} symbols:\n" + string.Join('\n', unknown.Take(50)));
        Assert.True(nameless.Count == 0, $"{nameless.Count} libraries:\n" + string.Join('\n', nameless.Take(50)));
        Assert.True(seen.Count >= 3000, $"only {seen.Count} symbols");
    }
}
