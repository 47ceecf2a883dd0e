namespace Assay.Imports;

/// <summary>A source file that CPython refuses to compile.</summary>
/// <param name="Module">The dotted name of its module.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, counted from 1; 0 when the text as a whole is refused.</param>
public sealed record RefusedSource(string Module, string File, int Line);
