using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>On macOS: an extension calls the client library of a database or the like, and was built without it or against another release.</summary>
public sealed class ClientLibraryMissing : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A308", "client-library-missing", nameof(ClientLibraryMissing), "an extension calls a client library that it was built without, or one that is too old");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Family;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/psycopg/psycopg2/issues/1216",
        "https://github.com/PyMySQL/mysqlclient/issues/496",
        "https://github.com/PyMySQL/mysqlclient/issues/577",
        "https://www.psycopg.org/docs/install.html (psycopg2-binary)",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (context.Target.Os != OperatingSystemKind.MacOs || failed.Load is not { Kind: LoadFailureKind.UndefinedSymbol, Symbol: { } symbol, Version: null } load || ClientLibrary.Of(symbol) is not { } library) return null;
        string title = load.Library is { } found
            ? $"{Quoted(load.Culprit)} calls `{symbol}` of {library.Name}, and `{found}` does not have it"
            : $"{Quoted(load.Culprit)} calls `{symbol}` and was built without {library.Name}, which has it";
        return Cause(failed, title, load.Culprit) with { Remedies = Cure(context, load.Culprit, library) };
    }

    private static ImmutableArray<Remedy> Cure(RuleContext context, string? file, ClientLibrary library)
    {
        string formula = $"brew install {library.Formula}";
        if (context.OwnerOf(file) is not { } owner) return [new Remedy.Advise($"install {library.Name} for the architecture of this Python (`{formula}`) and build the file again")];
        Remedy build = new Remedy.Advise($"build it with a native {library.Name}: `{formula}`, then `pip install --force-reinstall --no-cache-dir --no-binary :all: {owner.Name}`");
        if (context.Environment.Kind == EnvironmentKind.Conda && owner.Installer is null or "conda") return [new Remedy.Reinstall(owner.Name, owner.Version)];
        return library.Instead.GetValueOrDefault(owner.NormalizedName) switch
        {
            null => [build],
            var other when other == owner.NormalizedName => [new Remedy.InstallBinary(owner.Name, owner.Version), build],
            var other => [new Remedy.Replace(owner.Name, other), build],
        };
    }
}
