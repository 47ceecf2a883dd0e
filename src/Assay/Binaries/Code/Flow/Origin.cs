namespace Assay.Binaries.Code.Flow;

/// <summary>Where a value comes from, as far as it matters for what a branch on it means. Of several, the greatest counts.</summary>
internal enum Origin : byte
{
    /// <summary>A number in the code, or nothing that was followed.</summary>
    Constant,

    /// <summary>What a function of the interpreter or the C library gave back: whether a call succeeded.</summary>
    Result,

    /// <summary>A value handed to the function.</summary>
    Given,

    /// <summary>Memory that others write too.</summary>
    Memory,

    /// <summary>What the processor said of itself.</summary>
    Processor,
}
