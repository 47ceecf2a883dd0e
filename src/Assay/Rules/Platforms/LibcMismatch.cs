using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>A binary linked with one C library in a process that has the other.</summary>
public sealed class LibcMismatch : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A208", "libc-mismatch", nameof(LibcMismatch), "a binary is linked with musl and Python with glibc, or the other way round");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Damage;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } = ["https://peps.python.org/pep-0656/ (musllinux)", "https://github.com/grpc/grpc/issues/27512"];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.MissingLibrary, Library: { } library } load) return null;
        bool wantsMusl = library.StartsWith("libc.musl-", StringComparison.Ordinal) || library.StartsWith("ld-musl-", StringComparison.Ordinal);
        bool wantsGlibc = library is "libc.so.6" or "libm.so.6" or "libpthread.so.0" || library.StartsWith("ld-linux", StringComparison.Ordinal);
        string? built = wantsMusl && context.Target.Libc != LibcKind.Musl ? "musl" : wantsGlibc && context.Target.Libc == LibcKind.Musl ? "glibc" : null;
        if (built is null) return null;
        string own = built == "musl" ? "glibc" : "musl";
        return Cause(failed, $"{Quoted(load.Requester ?? load.Opened)} is built for {built}, this Python uses {own}", load.Requester) with
        {
            Remedies = [.. ReinstallOwner(context, load.Requester ?? load.Opened), new Remedy.Advise($"or use an image whose C library is {built}")],
        };
    }
}
