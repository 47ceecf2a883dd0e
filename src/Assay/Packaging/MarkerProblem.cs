namespace Assay.Packaging;

/// <summary>Why a marker has no value in an environment.</summary>
public enum MarkerProblem
{
    /// <summary>It has a value.</summary>
    None,

    /// <summary>It compares with a variable that the environment does not have.</summary>
    UndefinedVariable,

    /// <summary>It uses an operator that its values do not have (<c>~=</c> on words).</summary>
    UndefinedComparison,
}
