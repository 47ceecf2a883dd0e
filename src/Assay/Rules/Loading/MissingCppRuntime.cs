using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>The C++ runtime, which wheels expect of every Linux system, is not there.</summary>
public sealed class MissingCppRuntime : CauseRule
{
    private static readonly ImmutableHashSet<string> Libraries = ["libstdc++.so.6", "libgcc_s.so.1", "libz.so.1"];

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A104", "missing-cpp-runtime", nameof(MissingCppRuntime), "a library that wheels expect of every Linux system is not there");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://peps.python.org/pep-0600/ (what a manylinux wheel may expect of the system)",
        "https://github.com/pypa/auditwheel/blob/main/src/auditwheel/policy/manylinux-policy.json (lib_whitelist)",
        "https://github.com/NixOS/nix/issues/6905",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingLibrary, Library: { } library } load || !Libraries.Contains(library)) return null;
        Finding finding = Cause(failed, $"`{library}`, which wheels expect of every Linux system, is not on this one", load.Requester);
        bool isNix = context.Environment.RealExecutable?.StartsWith("/nix/store/", StringComparison.Ordinal) == true;
        return isNix
            ? finding with { Remedies = [new Remedy.Advise("on NixOS, enable `programs.nix-ld` or start Python from a shell whose `LD_LIBRARY_PATH` has `${stdenv.cc.cc.lib}/lib`")] }
            : finding with { Remedies = [new Remedy.ProvideLibrary(library)] };
    }
}
