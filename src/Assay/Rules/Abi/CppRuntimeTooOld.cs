using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;

namespace Assay.Rules;

/// <summary>The libstdc++ that is loaded is older than the one the binary was built with.</summary>
public sealed class CppRuntimeTooOld : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A302", "cpp-runtime-too-old", nameof(CppRuntimeTooOld), "the C++ runtime that is loaded lacks a version that a binary needs");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://gcc.gnu.org/onlinedocs/libstdc++/manual/abi.html (GLIBCXX and CXXABI versions)",
        "https://github.com/scipy/scipy/issues/18163",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingVersion, Version: { } version } load) return null;
        string? family = new[] { "GLIBCXX_", "CXXABI_" }.FirstOrDefault(prefix => version.StartsWith(prefix, StringComparison.Ordinal));
        if (family is null) return null;
        string requester = load.Requester ?? load.Opened;
        string library = load.Culprit ?? load.Library ?? "libstdc++.so.6";
        string? have = load.OfferedVersions.LastOrDefault(offered => offered.StartsWith(family, StringComparison.Ordinal) && char.IsAsciiDigit(offered[family.Length]));
        Finding finding = Cause(failed, $"{Quoted(requester)} needs `{version}`, {Quoted(library)} ends at `{have ?? "an older one"}`", requester);
        return finding with
        {
            Notes = [.. finding.Notes, $"the C++ runtime of this process is {library}: the first one loaded serves everybody"],
            Remedies =
            [
                new Remedy.UpgradeLibrary("libstdc++.so.6"),
                .. context.OwnerOf(requester) is { } owner ? (ImmutableArray<Remedy>)[new Remedy.Install($"{owner.Name}<{owner.Version}")] : [],
            ],
        };
    }
}
