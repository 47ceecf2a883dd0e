namespace Assay.Verification;

/// <summary>What a library says about itself when asked.</summary>
/// <param name="Name">The question in one or two words: configuration, core, threads.</param>
/// <param name="Value">The answer.</param>
/// <param name="Source">The function that was asked.</param>
/// <param name="File">The file that answered, which need not be the one that was opened.</param>
public sealed record RuntimeFact(string Name, string Value, string Source, string File);
