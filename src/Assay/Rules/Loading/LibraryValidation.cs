using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>The program that holds Python takes only libraries of its own maker.</summary>
public sealed class LibraryValidation : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A115", "library-validation", nameof(LibraryValidation), "the program that Python is part of takes only libraries of its own maker");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://developer.apple.com/documentation/bundleresources/entitlements/com.apple.security.cs.disable-library-validation",
        "https://developer.apple.com/documentation/security/hardened-runtime",
        "https://github.com/numpy/numpy/issues/15670",
        "https://github.com/jhenin/qwrap/issues/9",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.CodeSignature } load || context.MacOs?.ValidatesLibraries != true || !load.Message.Contains("not valid for use in process", StringComparison.Ordinal)) return null;
        string file = load.Culprit ?? load.Opened;
        return Cause(failed, $"{Quoted(file)} is not signed by the makers of the program that runs this Python, and that program takes no other code", file) with
        {
            Remedies =
            [
                new Remedy.Advise("install packages into a Python of your own (python.org, Homebrew, conda, uv), not into the one inside an application"),
                new Remedy.Advise("makers of the application: give the program the entitlement `com.apple.security.cs.disable-library-validation`, or sign all code with one identity"),
            ],
        };
    }
}
