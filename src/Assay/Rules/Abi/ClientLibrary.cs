using System.Collections.Immutable;
using System.Text.Json;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>A library that an extension is often linked with where it is built, known by what its functions begin with (<c>client-libraries.json</c>).</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Prefix">What its functions begin with in C.</param>
/// <param name="Formula">The formula of Homebrew that brings it.</param>
/// <param name="Instead">By normalised name, the distribution that carries its own copy.</param>
internal sealed record ClientLibrary(string Name, string Prefix, string Formula, ImmutableDictionary<string, string> Instead)
{
    private static readonly Lazy<ImmutableArray<ClientLibrary>> Known = new(Read);

    /// <summary>The library that has a symbol of Mach-O, or null.</summary>
    /// <param name="symbol">The name as stored, with the underscore before it.</param>
    public static ClientLibrary? Of(string symbol) => Known.Value.FirstOrDefault(library => symbol.StartsWith('_') && symbol.AsSpan(1).StartsWith(library.Prefix, StringComparison.Ordinal));

    private static ImmutableArray<ClientLibrary> Read()
    {
        using JsonDocument document = EmbeddedData.Open("client-libraries");
        return
        [
            .. document.RootElement.GetProperty("libraries").EnumerateArray().Select(row => new ClientLibrary(
                row.GetProperty("name").GetString()!,
                row.GetProperty("prefix").GetString()!,
                row.GetProperty("formula").GetString()!,
                row.GetProperty("instead").EnumerateObject().ToImmutableDictionary(pair => pair.Name, pair => pair.Value.GetString()!))),
        ];
    }
}
