namespace Assay.Snapshots;

/// <summary>Why a file is no snapshot that can be read.</summary>
/// <param name="Line">The line, counted from 1; 0 for the file as a whole.</param>
/// <param name="Message">What is wrong and what was expected; lower case, no full stop.</param>
public sealed record SnapshotFault(int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? Message : $"line {Line}: {Message}";
}
