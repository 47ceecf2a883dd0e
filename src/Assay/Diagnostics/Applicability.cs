namespace Assay.Diagnostics;

/// <summary>How safe a fix is to carry out.</summary>
public enum Applicability
{
    /// <summary>Changes only what is broken, and can be undone.</summary>
    Safe,

    /// <summary>Changes versions, downloads or rebuilds something: ask first.</summary>
    NeedsConsent,

    /// <summary>To be read, not run: it depends on something Assay cannot see.</summary>
    DisplayOnly,
}
