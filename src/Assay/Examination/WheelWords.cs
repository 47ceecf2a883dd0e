namespace Assay.Examination;

/// <summary>Why an import is left open where only wheels were given, in the words for one wheel or for several.</summary>
/// <param name="NotBrought">No wheel has the module, from its top-level name.</param>
/// <param name="NotLoaded">A compiled file of the package does not load, from the file's name.</param>
/// <param name="NothingAgainst">Nothing is known to be wrong.</param>
internal sealed record WheelWords(Func<string, string> NotBrought, Func<string, string> NotLoaded, string NothingAgainst);
