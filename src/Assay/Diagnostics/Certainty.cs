namespace Assay.Diagnostics;

/// <summary>How much of a verdict follows from what was read.</summary>
public enum Certainty
{
    /// <summary>The outcome and its text follow from the files.</summary>
    Certain,

    /// <summary>The outcome follows; its text may differ in words that depend on a version that is not known.</summary>
    TextMayVary,

    /// <summary>It depends on something that only running shows.</summary>
    Conditional,
}
