namespace Assay.Packaging.Trees;

/// <summary>A document as far as it could be read.</summary>
/// <param name="Root">Its root; null when it is malformed: half a lock file would be a wrong answer.</param>
/// <param name="Problem">Why there is none, with the line; null when there is one.</param>
internal sealed record TreeReading(TreeNode? Root, string? Problem)
{
    /// <summary>How deep lists and tables may stand in each other: real files need ten.</summary>
    public const int DeepestNesting = 100;

    /// <summary>A document that could not be read.</summary>
    public static TreeReading Refused(int line, string problem) => new(null, $"line {line}: {problem}");
}
