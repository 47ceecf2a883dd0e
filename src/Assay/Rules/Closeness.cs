namespace Assay.Rules;

/// <summary>How close a rule comes to the cause of a failed import. Where several rules explain one, the closest is the cause; the others keep silent.</summary>
public enum Closeness
{
    /// <summary>Says what happened, because nothing else can be said.</summary>
    Outcome,

    /// <summary>Names the kind of failure: a library is missing.</summary>
    Kind,

    /// <summary>Knows this very thing and its own cure: the library is one of the desktop's.</summary>
    Family,

    /// <summary>Knows why the thing is in that state: its files were deleted, the package is half installed.</summary>
    Damage,

    /// <summary>Knows that another thing should have been used in the first place: a copy in the user site hides the healthy one.</summary>
    Displacement,
}
