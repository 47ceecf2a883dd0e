using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>A Linux of another processor's code: qemu or Rosetta 2 translates every instruction of it.</summary>
public sealed class TranslatedContainer : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A221", "translated-container", nameof(TranslatedContainer), "the whole Linux is code for another processor, which a translator runs");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://www.qemu.org/docs/master/user/main.html",
        "https://docs.docker.com/build/building/multi-platform/",
        "https://developer.apple.com/documentation/virtualization/running-intel-binaries-in-linux-vms-with-rosetta",
        "https://github.com/tensorflow/tensorflow/issues/52845",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        Target target = context.Target;
        if (target is not { Os: OperatingSystemKind.Linux, Translation: "qemu" or "rosetta" }) yield break;
        string code = TargetName.ArchitectureName(target.Architecture, target.Os);
        string translator = target.Translation == "qemu" ? "qemu" : "Rosetta 2";
        bool isX86 = target.Architecture == Architecture.X86_64;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Note,
            Title = $"{translator} translates all {code} code here: it is several times slower, and lacks instructions that such processors have",
            Path = context.Environment.RealExecutable,
            Notes = isX86 ? [$"{(target.Translation == "qemu" ? "AVX-512 never runs, AVX and FMA only since qemu 7.2" : "AVX is not announced and does not run in a virtual machine")}; packages that need them say `Illegal instruction` or `uncaught target signal`"] : [],
            Remedies = [new Remedy.Advise($"take an image for the machine's own processor: `--platform linux/{(isX86 ? "arm64" : "amd64")}`")],
            Sources = Sources,
        };
    }
}
