namespace Assay.Imports.Models;

/// <summary>
/// What compiled modules import by statements of their own source, which leave no calls that could be read: such imports run through objects that exist at run time only.
/// Listed where they lead to further compiled code. From the sources of numpy 1.17 to 2.4, <c>numpy/random/*.pyx</c>.
/// </summary>
internal static class CompiledImportFacts
{
    private static readonly Dictionary<string, string[]> Table = new(StringComparer.Ordinal)
    {
        ["numpy.random.bit_generator"] = ["secrets"],
        ["numpy.random.mtrand"] = ["numpy.random._mt19937"],
        ["numpy.random._generator"] = ["numpy.random._pcg64"],
    };

    /// <summary>The modules, in the order of the source; empty for all others.</summary>
    /// <param name="module">The dotted name of a compiled module.</param>
    public static string[] Of(string module) => Table.GetValueOrDefault(module, []);
}
