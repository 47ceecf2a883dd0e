namespace Assay.Tests.Blas;

/// <summary>One symbol of one file as the real loader bound it.</summary>
/// <param name="Consumer">The file that wants it, with all links followed.</param>
/// <param name="Symbol">Its name.</param>
/// <param name="Provider">The file whose definition it got, with all links followed.</param>
internal readonly record struct SymbolBinding(string Consumer, string Symbol, string Provider)
{
    /// <summary>True when the consumer is an extension module for CPython.</summary>
    public bool IsOfExtension => Consumer.Contains(".cpython-", StringComparison.Ordinal) || Consumer.EndsWith(".abi3.so", StringComparison.Ordinal);
}
