namespace Assay.Verification.Importing;

/// <summary>A file that the driver writes into.</summary>
/// <param name="Number">The number it finds the open file under; -1 where files cannot be handed on.</param>
/// <param name="Path">The path, for when the number leads nowhere any more.</param>
internal sealed record DriverChannel(int Number, string Path);
