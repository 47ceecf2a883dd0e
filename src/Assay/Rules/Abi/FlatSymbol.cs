using Assay.Loading;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>Symbols that an image of macOS looks for in every loaded image (<c>-undefined dynamic_lookup</c>), not in the library it was linked from.</summary>
internal static class FlatSymbol
{
    /// <summary>The load that failed for want of such a symbol, or null.</summary>
    public static LoadFailure? Of(FailedImport failed, RuleContext context) =>
        context.Target.Os == OperatingSystemKind.MacOs
        && failed.Load is { Kind: LoadFailureKind.UndefinedSymbol, Symbol: not null, Library: null } load
        && load.Message.Contains("flat namespace", StringComparison.Ordinal) ? load : null; // every dyld says it so; coalesced symbols have another text
}
