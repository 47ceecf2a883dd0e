using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>On Linux: a binary for another processor. The loader passes over it and says that there is no such file.</summary>
public sealed class WrongElfArchitecture : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A203", "wrong-elf-architecture", nameof(WrongElfArchitecture), "a Linux binary is built for another processor; the loader says that it does not exist");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html (e_machine)",
        "https://sourceware.org/git/?p=glibc.git;a=blob;f=elf/dl-load.c (open_verify passes on to the next path)",
        "https://github.com/pydantic/pydantic/issues/6557",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Load is not { Kind: LoadFailureKind.WrongArchitecture } load || context.Target.Os != OperatingSystemKind.Linux) return null;
        string file = load.Culprit ?? load.Opened;
        Finding finding = Cause(failed, $"{Quoted(file)} is built for {PlatformWords.List(failed.Culprit, OperatingSystemKind.Linux)}, this Python is {PlatformWords.Of(context.Target.Architecture, OperatingSystemKind.Linux)}", file);
        return finding with
        {
            Notes = [.. finding.Notes, "the file exists: the loader treats one for another processor as if it did not"],
            Remedies = [.. ReinstallOwner(context, file), new Remedy.Advise("install packages on the machine, or in the image, that will run them")],
        };
    }
}
