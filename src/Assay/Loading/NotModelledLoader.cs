using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports;
using Assay.Targets;

namespace Assay.Loading;

/// <summary>
/// Stands in for loaders that are not modelled: it judges the format and the architecture of a file, which decide alone when they are wrong, and says of
/// everything else that it is not known.
/// </summary>
/// <param name="environment">The environment; its version of Python decides the words.</param>
/// <param name="target">The target.</param>
/// <param name="store">The binaries of the machine.</param>
public sealed class NotModelledLoader(PythonEnvironment environment, Target target, BinaryStore store) : IExtensionLoader
{
    /// <inheritdoc/>
    public ExtensionOutcome LoadExtension(string moduleName, string path) => Judge(path, moduleName) ?? NotKnown(path, moduleName);

    /// <inheritdoc/>
    public ExtensionOutcome LoadLibrary(string nameOrPath, bool isGlobal) => NotKnown(nameOrPath, null);

    /// <inheritdoc/>
    public void AddDllDirectory(string directory)
    {
    }

    private ExtensionOutcome? Judge(string path, string module)
    {
        BinaryFile? file = store.Get(path, out _);
        if (file is null) return null;
        BinaryFormat wanted = BinaryFiles.FormatOf(target.Os);
        if (file.Format != wanted) return Raise(WrongFormat(path, module, file), LoadFailureKind.NotABinary, path, module, FormatEvidence(path, file));
        ImmutableArray<Architecture> have = [.. file.Images.Select(image => image.Architecture).Distinct()];

        // Linux: a file for another processor fails at whatever comes first in it.
        if (have.IsEmpty || have.Any(Runs) || target.Os != OperatingSystemKind.Windows) return null;
        return Raise((WindowsText(module), Certainty.TextMayVary), LoadFailureKind.WrongArchitecture, path, module, MachineEvidence(path, file));
    }

    private bool Runs(Architecture architecture) => architecture == Architecture.Unknown || architecture == target.Architecture
        || (target is { Os: OperatingSystemKind.Windows, Architecture: Architecture.X86_64, Translation: not null } && architecture == Architecture.Arm64);

    private (string Text, Certainty Certainty) WrongFormat(string path, string module, BinaryFile file) => target.Os == OperatingSystemKind.Windows
        ? (WindowsText(module), Certainty.TextMayVary)
        : ($"Error loading shared library {path}: Exec format error", file.Format == BinaryFormat.Unknown ? Certainty.Certain : Certainty.TextMayVary);

    // ERROR_BAD_EXE_FORMAT, 193; the system's own words are in its language (Python/dynload_win.c).
    private string WindowsText(string module) => environment.Version is { Major: 3, Minor: <= 7 }
        ? "DLL load failed: %1 is not a valid Win32 application."
        : $"DLL load failed while importing {module[(module.LastIndexOf('.') + 1)..]}: %1 is not a valid Win32 application.";

    private static Evidence FormatEvidence(string path, BinaryFile file) =>
        new(path, 0, "magic", "format", file.Format == BinaryFormat.Unknown ? file.OwnFaults is [var fault, ..] ? fault.Found : "unknown" : $"{file.Format}", "not the format of this system");

    private Evidence MachineEvidence(string path, BinaryFile file)
    {
        string have = string.Join(", ", file.Images.Select(each => TargetName.ArchitectureName(each.Architecture, target.Os)).Distinct());
        return new Evidence(path, null, "IMAGE_FILE_HEADER", "Machine", $"0x{file.Images[0].RawMachine:x} ({have})", $"this process runs {TargetName.ArchitectureName(target.Architecture, target.Os)} code");
    }

    private static ExtensionOutcome.Raises Raise((string Text, Certainty Certainty) words, LoadFailureKind kind, string path, string module, Evidence evidence)
    {
        LoadFailure failure = new() { Kind = kind, Message = words.Text, Module = module, Opened = path, Culprit = path, Evidence = [evidence] };
        return new ExtensionOutcome.Raises(new PythonException("ImportError", words.Text) { Origin = failure }, words.Certainty);
    }

    private ExtensionOutcome.Undecided NotKnown(string path, string? module)
    {
        string loader = target switch
        {
            { Os: OperatingSystemKind.MacOs } => "the loader of macOS",
            { Os: OperatingSystemKind.Windows } => "the loader of Windows",
            { Libc: LibcKind.Musl } => "the loader of musl",
            { Os: OperatingSystemKind.Linux } => $"the loader of {target.Name}",
            _ => "the loader of this system",
        };
        string reason = $"{loader} is not modelled yet";
        return new ExtensionOutcome.Undecided(reason, new LoadFailure { Kind = LoadFailureKind.NotModelled, Message = reason, Module = module, Opened = path });
    }
}
