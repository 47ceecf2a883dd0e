using System.Collections.Immutable;
using Assay.Binaries.Elf;
using Assay.Diagnostics;
using Assay.Imports;
using Assay.Primitives;

namespace Assay.Loading.Instructions;

/// <summary>A loader whose processor is an old one of 32-bit Arm: after each file that is opened it looks at those that came with it. What the interpreter had loaded before has run already.</summary>
internal sealed class ArmCheckingLoader : CheckingLoader
{
    private readonly ArmCheck check;
    private readonly HashSet<string> seen;

    /// <summary>Wraps a loader at the start of its process.</summary>
    /// <param name="inner">The loader; one whose process can be looked at.</param>
    /// <param name="check">What the processor has.</param>
    public ArmCheckingLoader(IExtensionLoader inner, ArmCheck check)
        : base(inner)
    {
        this.check = check;
        seen = [.. View().Images.Select(image => image.Path)];
    }

    /// <summary>How an import ends because of a file; null where that is not decided.</summary>
    /// <param name="code">The file.</param>
    /// <param name="opened">What was opened.</param>
    /// <param name="module">The dotted name of the module, or null.</param>
    internal static ExtensionOutcome.Crashes? EndOf(NewerArmCode code, string opened, string? module)
    {
        if (code.Proof is null) return null;
        string where = code.Function is { } function ? $"`{function}` of {PosixPath.Name(code.File)}" : PosixPath.Name(code.File);
        string message = $"{where} executes `{code.Text}` at 0x{code.Address:x}, which needs {code.Needs}";
        LoadFailure failure = new()
        {
            Kind = LoadFailureKind.IllegalInstruction,
            Message = message,
            Module = module,
            Opened = opened,
            Culprit = code.File,
            Symbol = code.Function,
            ArmCode = code,
            Evidence = [new Evidence(code.File, null, $"0x{code.Address:x}", code.Bytes, code.Text ?? "", $"Tag_CPU_arch: {code.Attributes.ArchitectureName}")],
        };
        return new ExtensionOutcome.Crashes("SIGILL", Sigill, message, failure);
    }

    // What is not decided here stays open until the walk has ended: a process that dies is caught by no `except`.
    /// <inheritdoc/>
    protected override ExtensionOutcome.Crashes? End(string opened, string? module)
    {
        ImmutableArray<LoadedImage> images = View().Images;
        foreach (LoadedImage loaded in images.Reverse())
        {
            if (!seen.Add(loaded.Path) || loaded.Image is not ElfImage image || IsOfSystem(loaded)) continue;
            bool isModule = module is not null && (loaded.Name == opened || loaded.Path == opened);
            if (check.Of(loaded.Path, image, isModule ? module : null) is { } code && EndOf(code, opened, module) is { } end) return end;
        }

        return null;
    }
}
