namespace Assay.Diagnostics;

/// <summary>The bytes that prove a finding, already turned into text.</summary>
/// <param name="Path">The file the evidence is in.</param>
/// <param name="Offset">Offset in that file in bytes, or null when the evidence is no single place.</param>
/// <param name="Record">The record, in the format's own words: <c>ELF header</c>, <c>DT_NEEDED</c>, <c>LC_LOAD_DYLIB</c>, <c>METADATA line 7</c>.</param>
/// <param name="Field">The field of the record: <c>e_machine</c>, <c>cputype</c>.</param>
/// <param name="Value">The value found, decoded.</param>
/// <param name="Label">What is wrong with it, lower case, no full stop.</param>
public sealed record Evidence(string Path, long? Offset, string Record, string Field, string Value, string Label);
