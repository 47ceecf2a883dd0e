namespace Assay.Primitives;

/// <summary>One name in a directory.</summary>
/// <param name="Name">The name, without a path.</param>
/// <param name="Kind">Its kind, links not followed.</param>
public readonly record struct DirectoryEntry(string Name, FileKind Kind);
