using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading.Dyld;

namespace Assay.Rules;

/// <summary>On macOS: a symbol that was left to the import to find, and nothing in the process has it.</summary>
public sealed class MissingFlatSymbol : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A307", "missing-flat-symbol", nameof(MissingFlatSymbol), "an extension was linked without a library that it uses");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/apple-oss-distributions/dyld (dyld/Loader.cpp: resolveSymbol)",
        "https://github.com/grpc/grpc/issues/25082",
        "https://github.com/grpc/grpc/issues/34135",
        "https://github.com/lelit/pglast/issues/144",
        "https://github.com/MacPython/scipy-wheels/issues/173",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (FlatSymbol.Of(failed, context) is not { Symbol: { } symbol } load || PythonName.IsOne(symbol, context.Target.Os) || ClientLibrary.Of(symbol) is not null) return null;
        string? library = SystemNeeds.HolderOf(symbol, context.Target);
        Finding finding = Cause(failed, $"{Quoted(load.Culprit)} uses `{symbol}` and was linked with no library that has it", load.Culprit);
        return finding with
        {
            Notes = [.. finding.Notes, library is null ? "its build left the symbol open (`-undefined dynamic_lookup`), so the linker did not complain" : $"`{symbol}` is part of {NewerSystem.Called(library)}, which its build forgot (`-undefined dynamic_lookup` hides that)"],
            Remedies = Cure(context, load.Culprit, library),
        };
    }

    private static ImmutableArray<Remedy> Cure(RuleContext context, string? file, string? library)
    {
        Remedy build = new Remedy.Advise(library is null
            ? "when building it yourself, look for `ignoring file` in the output of the linker: a library of another architecture was passed over"
            : $"when building it yourself: `export LDFLAGS=\"{Flag(library)}\"`");
        return context.OwnerOf(file) is { } owner ? [new Remedy.InstallBinary(owner.Name, owner.Version), build] : [build];
    }

    private static string Flag(string library)
    {
        string name = NewerSystem.Called(library);
        return library.Contains(".framework/", StringComparison.Ordinal) ? "-framework " + name : "-l" + (name.StartsWith("lib", StringComparison.Ordinal) ? name[3..] : name);
    }
}
