using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Imports;

namespace Assay.Rules;

/// <summary>What the rules about NumPy's generations say alike.</summary>
internal static class NumpyWords
{
    /// <summary>The file and the release it belongs to: <c>`_core.so` of demo 1.0</c>.</summary>
    public static string Which(string quoted, string file, RuleContext context) =>
        context.OwnerOf(file) is { } owner ? $"{quoted} of {owner.Name} {owner.Version}"
        : context.CondaOwnerOf(file) is { } package ? $"{quoted} of {package.Name} {package.Version}" : quoted;

    /// <summary>The version of NumPy that is installed.</summary>
    public static string Installed(NumpyMismatch mismatch, RuleContext context) => context.ProviderOf("numpy")?.Version ?? $"{mismatch.Running.Major}.{mismatch.Running.Minor}";

    /// <summary>True for a file of NumPy itself that a release before left behind, or another installer put there.</summary>
    public static bool IsOfNumpy(NumpyMismatch mismatch) => mismatch.Module.StartsWith("numpy.", StringComparison.Ordinal);

    /// <summary>The remedy of putting NumPy's files back.</summary>
    public static ImmutableArray<Remedy> RestoreNumpy(RuleContext context) =>
        context.ProviderOf("numpy") is { } numpy ? [new Remedy.Reinstall(numpy.Name, numpy.Version)] : [new Remedy.Upgrade("numpy")];
}
