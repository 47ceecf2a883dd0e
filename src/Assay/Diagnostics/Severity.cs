namespace Assay.Diagnostics;

/// <summary>How much a finding matters. It is not part of a code: the same defect can be harmless elsewhere.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing breaks.</summary>
    Note,

    /// <summary>Breaks something under conditions that may or may not hold.</summary>
    Warning,

    /// <summary>Breaks an import that was asked for.</summary>
    Error,
}
