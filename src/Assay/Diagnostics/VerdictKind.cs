namespace Assay.Diagnostics;

/// <summary>How an import ends on a target.</summary>
public enum VerdictKind
{
    /// <summary>The import succeeds.</summary>
    Imports,

    /// <summary>The import raises an exception.</summary>
    Fails,

    /// <summary>The process dies of a signal or exits.</summary>
    Crashes,

    /// <summary>What was read does not decide it.</summary>
    Unknown,
}
