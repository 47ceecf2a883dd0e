using System.Runtime.CompilerServices;
using Assay.Binaries;

namespace Assay.Loading;

/// <summary>
/// What compiled code imports by itself: the names it hands to <c>PyImport_ImportModule</c>. Cython emits one such call for each module whose C declarations are
/// taken (<c>cimport</c>), at the start of the module's code and in the order of the source.
/// </summary>
internal static class CompiledImports
{
    private static readonly ConditionalWeakTable<BinaryImage, string[]> Known = [];

    /// <summary>The dotted names, in the order of the calls. Names without a dot are left out: helpers that only run on demand ask for those.</summary>
    /// <param name="image">The extension module; null when it was not read.</param>
    public static IReadOnlyList<string> Of(BinaryImage? image) => image is null ? [] : Known.GetValue(image, Read);

    private static string[] Read(BinaryImage image) =>
        [.. image.Ask("texts handed to PyImport_ImportModule", () => image.TextsHandedTo("PyImport_ImportModule")).Where(text => text.Contains('.', StringComparison.Ordinal) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.'))];
}
