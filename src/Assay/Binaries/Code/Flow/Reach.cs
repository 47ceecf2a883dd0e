namespace Assay.Binaries.Code.Flow;

/// <summary>How sure it is that a piece of code runs. Of two in a row, the greater counts.</summary>
internal enum Reach : byte
{
    /// <summary>It runs, unless a call before it fails.</summary>
    Certain,

    /// <summary>It runs or not, as memory says whose content is not known here.</summary>
    Conditional,

    /// <summary>It runs where the processor was asked and said so.</summary>
    Guarded,
}
