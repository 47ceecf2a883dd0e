namespace Assay.Verification.Importing;

/// <summary>One line of a Python stack.</summary>
/// <param name="File">The file as the interpreter names it.</param>
/// <param name="Line">The line, from 1; 0 where it is not known.</param>
/// <param name="Function">The function, <c>&lt;module&gt;</c> outside of all; empty for a place in a source that does not parse.</param>
public sealed record PythonFrame(string File, int Line, string Function);
