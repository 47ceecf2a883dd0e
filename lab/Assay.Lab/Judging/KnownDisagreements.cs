using Assay.Lab.Referee;

namespace Assay.Lab.Judging;

/// <summary>
/// Why predictions are known to differ from reality, so that a report can tell an old open question from a new fault. None of these counts as an
/// agreement: the bars hold all the same.
/// </summary>
internal static class KnownDisagreements
{
    private static readonly (Func<Result, bool> Fits, string Reason)[] All =
    [
        (result => IsOpen(result, "is byte code without its source"), "the magic number of byte code is checked, but what the code does is not read"),
        (result => IsOpen(result, "which is damaged"), "the loader follows tables that contradict their segments without looking; whether the process dies depends on what lies in memory there"),
        (result => (IsOpen(result, "under a condition that reading does not decide") && IsNeighbour(result)) || IsOpen(result, "the process may die in _"),
            "a compiled module names a compiled neighbour; that it imports it at once stands only in how its code uses objects made at run time"),
        (result => IsOpen(result, "under a condition that reading does not decide"), "an import in a branch whose condition depends on values that only exist at run time may fail"),
        (result => IsOpen(result, "the compiled code of"),
            "the names of modules stand in compiled code as constants; whether it asks for one of them at once, and what it makes of its absence, is not read"),
        (result => IsOpen(result, "the code seems to raise"), "the exception follows from the walk's picture of values alone, which compiled code may complete; that is no evidence enough for a verdict"),
        (result => result is { Predicted: Ending.Imports, Family: "extension-beside-module", Exception: "AttributeError" or "ImportError" }, "an extension module took the place of a source file; the names it binds while it runs are written nowhere, so it is taken to have those that are asked of it"),
        (result => result is { Predicted: Ending.Imports, Family: "package-half-removed" or "init-gone" or "namespace-collision", Exception: "AttributeError" or "TypeError" }, "compiled code asks a package for names while it is initialised, and the package has lost the file that binds them"),
    ];

    /// <summary>Why a disagreement or an open verdict is as it is, or null when nobody has explained it yet.</summary>
    public static string? ReasonOf(Result result) => Array.Find(All, known => known.Fits(result)).Reason;

    private static bool IsOpen(Result result, string text) => result.Predicted == Ending.Unknown && result.PredictedMessage?.Contains(text, StringComparison.Ordinal) == true;

    // The victim is a compiled file whose name starts with an underscore, beside the module that was asked for.
    private static bool IsNeighbour(Result result) => result.What.Any(line => Path.GetFileName(line) is ['_', ..] name && name.Contains(".so", StringComparison.Ordinal) && result.PredictedMessage!.Contains(name, StringComparison.Ordinal));
}
