namespace Assay.Blas;

/// <summary>How sure it is that a known fault is in the releases it is said to be in.</summary>
public enum FaultConfidence
{
    /// <summary>Reported; not traced to its end.</summary>
    Low,

    /// <summary>The effect is certain, one end of the range is drawn from what is public.</summary>
    Medium,

    /// <summary>The makers name the releases.</summary>
    High,
}
