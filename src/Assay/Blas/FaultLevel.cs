namespace Assay.Blas;

/// <summary>How loudly a known fault is told.</summary>
public enum FaultLevel
{
    /// <summary>By the survey of libraries alone: the range or the effect is not established, or it needs input that hardly anybody has.</summary>
    Survey,

    /// <summary>As a note: it takes special use to meet it.</summary>
    Note,

    /// <summary>As a warning: it is met in everyday use.</summary>
    Warning,
}
