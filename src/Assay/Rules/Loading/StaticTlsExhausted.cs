using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>No room is left for thread-local storage that must lie at a fixed place.</summary>
public sealed class StaticTlsExhausted : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A106", "static-tls-exhausted", nameof(StaticTlsExhausted), "a library loaded late finds no room for its fixed thread-local storage");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://www.gnu.org/software/libc/manual/html_node/Dynamic-Linking-Tunables.html (glibc.rtld.optional_static_tls)",
        "https://github.com/scikit-learn/scikit-learn/issues/17231",
        "https://github.com/opencv/opencv/issues/14884",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.StaticTls } load) return null;
        string file = load.Culprit ?? load.Opened;
        return Cause(failed, $"no room is left for the thread-local storage of {Quoted(file)}", file) with
        {
            Remedies =
            [
                new Remedy.SetVariable("LD_PRELOAD", Tidy(file), "loads the library first, when there is room"),
                new Remedy.SetVariable("GLIBC_TUNABLES", "glibc.rtld.optional_static_tls=2048", "asks glibc 2.32 or later for more room"),
                new Remedy.Advise($"or import the package that brings {Quoted(file)} before all others"),
            ],
        };
    }
}
