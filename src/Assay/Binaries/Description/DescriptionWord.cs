namespace Assay.Binaries.Description;

/// <summary>One word of a described binary.</summary>
/// <param name="Text">The word, without its quotes.</param>
/// <param name="IsQuoted">True when it was written in quotes, so that it is a name even if it reads like a keyword.</param>
internal readonly record struct DescriptionWord(string Text, bool IsQuoted);
