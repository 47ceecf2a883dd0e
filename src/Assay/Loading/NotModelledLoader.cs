using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Binaries.MachO;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports;
using Assay.Primitives;
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
        BinaryFormat wanted = target.Os switch { OperatingSystemKind.MacOs => BinaryFormat.MachO, OperatingSystemKind.Windows => BinaryFormat.Pe, _ => BinaryFormat.Elf };
        if (file.Format != wanted) return Raise(WrongFormat(path, module, file), LoadFailureKind.NotABinary, path, module, FormatEvidence(path, file));
        ImmutableArray<Architecture> have = [.. file.Images.Select(image => image.Architecture).Distinct()];
        return have.IsEmpty || have.Any(Runs) ? null : target.Os switch
        {
            OperatingSystemKind.MacOs => Raise(MachText(path, file), LoadFailureKind.WrongArchitecture, path, module, MachineEvidence(path, file)),
            OperatingSystemKind.Windows => Raise((WindowsText(module), Certainty.TextMayVary), LoadFailureKind.WrongArchitecture, path, module, MachineEvidence(path, file)),

            // musl does not look at e_machine: a file for another processor fails at whatever comes first in it.
            _ => null,
        };
    }

    // A process of arm64e runs no arm64 code and the other way round is refused for other people's code; Arm64E slices of wheels do not occur.
    private bool Runs(Architecture architecture) => architecture == Architecture.Unknown || architecture == target.Architecture
        || (target.Architecture == Architecture.Arm64 && architecture == Architecture.Arm64E)
        || (target is { Os: OperatingSystemKind.Windows, Architecture: Architecture.X86_64, Translation: not null } && architecture == Architecture.Arm64);

    private (string Text, Certainty Certainty) WrongFormat(string path, string module, BinaryFile file)
    {
        switch (target.Os)
        {
            case OperatingSystemKind.MacOs:
                // The words for files that are no Mach-O changed within releases.
                byte[] head = environment.Machine.Open(path, out _) is { } source ? Head(source) : [];
                return (new DyldText(target).NotMachO(path, head), Certainty.TextMayVary);
            case OperatingSystemKind.Windows:
                return (WindowsText(module), Certainty.TextMayVary);
            default:
                return ($"Error loading shared library {path}: Exec format error", file.Format == BinaryFormat.Unknown ? Certainty.Certain : Certainty.TextMayVary);
        }
    }

    private (string Text, Certainty Certainty) MachText(string path, BinaryFile file)
    {
        DyldText text = new(target);
        IEnumerable<string> have = file.Images.Select(image => image is MachOImage slice ? slice.ArchitectureName : "unknown");
        return (text.WrongArchitecture(path, have, file.Images.Any(image => image is MachOImage { FatEntry: not null })), text.Certainty);
    }

    // ERROR_BAD_EXE_FORMAT, 193; the system's own words are in its language (Python/dynload_win.c).
    private string WindowsText(string module) => environment.Version is { Major: 3, Minor: <= 7 }
        ? "DLL load failed: %1 is not a valid Win32 application."
        : $"DLL load failed while importing {module[(module.LastIndexOf('.') + 1)..]}: %1 is not a valid Win32 application.";

    private static byte[] Head(ByteSource source)
    {
        using (source) return source.ReadUpTo(0, 8);
    }

    private static Evidence FormatEvidence(string path, BinaryFile file) =>
        new(path, 0, "magic", "format", file.Format == BinaryFormat.Unknown ? file.OwnFaults is [var fault, ..] ? fault.Found : "unknown" : $"{file.Format}", "not the format of this system");

    private Evidence MachineEvidence(string path, BinaryFile file)
    {
        BinaryImage image = file.Images[0];
        long? offset = image switch { MachOImage slice => slice.Start.Value + 4, _ => null };
        string have = string.Join(", ", file.Images.Select(each => TargetName.ArchitectureName(each.Architecture, target.Os)).Distinct());
        return new Evidence(path, offset, target.Os == OperatingSystemKind.MacOs ? "mach_header" : "IMAGE_FILE_HEADER", target.Os == OperatingSystemKind.MacOs ? "cputype" : "Machine",
            $"0x{image.RawMachine:x} ({have})", $"this process runs {TargetName.ArchitectureName(target.Architecture, target.Os)} code");
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
