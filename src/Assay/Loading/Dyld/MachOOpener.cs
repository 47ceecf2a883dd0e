using System.Collections.Concurrent;
using Assay.Binaries;
using Assay.Binaries.MachO;
using Assay.Diagnostics;
using Assay.Primitives;
using Assay.Targets;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Loading.Dyld;

/// <summary>
/// Opens files as dyld does (dyld/JustInTimeLoader.cpp <c>makeJustInTimeLoaderDisk</c>): the slice, the platform, the headers, the signature, in this order.
/// Each file is judged once. Safe for several threads.
/// </summary>
/// <param name="target">Where processes run.</param>
/// <param name="release">The dynamic linker.</param>
/// <param name="machine">The machine with the files.</param>
/// <param name="store">Its binaries.</param>
/// <param name="signatures">What is asked of signatures.</param>
internal sealed class MachOOpener(Target target, DyldRelease release, IMachine machine, BinaryStore store, SignaturePolicy signatures)
{
    private readonly ConcurrentDictionary<FileIdentity, OpenedMachO> known = new();
    private readonly GradedArchitectures architectures = GradedArchitectures.Of(target, release);
    private readonly DyldText text = new(release);

    /// <summary>The architectures a process takes.</summary>
    public GradedArchitectures Architectures => architectures;

    /// <summary>What becomes of a file.</summary>
    /// <param name="path">A path that leads to a regular file.</param>
    /// <param name="identity">Which file it is.</param>
    public OpenedMachO Open(string path, FileIdentity identity) => known.GetOrAdd(identity, _ => Judge(machine.RealPath(path) ?? path, path) with { Identity = identity });

    private OpenedMachO Judge(string real, string path)
    {
        if (store.Get(path, out AccessOutcome outcome) is not { } file)
            return Refused(real, $"open(\"{real}\", 0, 0) failed with errno={(outcome == AccessOutcome.Denied ? 13 : 5)}", LoadFailureKind.PermissionDenied, null) with { IsTextSure = false };
        bool isFat = file.Images.Any(image => image is MachOImage { FatEntry: not null });
        if (file.Format != BinaryFormat.MachO || file.Images.IsEmpty || (!isFat && file.Images[0] is not MachOImage { HasHeader: true })) return NotMachO(real, path, file);
        if (isFat && BadUniversal(file) is { } bad) return Refused(real, bad.Text, LoadFailureKind.InvalidHeader, bad.Evidence with { Path = real }) with { IsTextSure = release.ChecksHeaders };
        if (architectures.Best(file.Images) is not { } image) return WrongArchitecture(real, file, isFat);
        if (WrongPlatform(real, image) is { } platform) return platform;
        if (WrongType(real, image) is { } type) return type;
        if (new HeaderPolicy(real, image, release).Check() is { } header)
            return Refused(real, header.Text, header.Kind, header.Evidence) with { Image = header.IsOpen ? image : null, Fate = header.IsOpen ? OpenedFate.Open : OpenedFate.Told };
        if (Truncated(real, image) is { } cut) return cut;
        if (signatures.Check(real, image) is { } signature)
        {
            return Refused(real, signature.Text, LoadFailureKind.CodeSignature, signature.Evidence) with
            {
                Fate = signature.IsKilled ? OpenedFate.Killed : OpenedFate.Told,
                IsTextSure = signature.IsTextSure,
            };
        }

        return new OpenedMachO { Path = real, Image = image };
    }

    private OpenedMachO NotMachO(string real, string path, BinaryFile file)
    {
        byte[] head = [];
        if (machine.Open(path, out _) is { } source)
        {
            using (source) head = source.ReadUpTo(0, 8);
        }

        string found = file.Format == BinaryFormat.Unknown && file.OwnFaults is [var fault, ..] ? fault.Found : $"{file.Format}";
        return Refused(real, text.NotMachO(head, file.Length), LoadFailureKind.NotABinary, new Evidence(real, 0, "magic", "format", found, "not a Mach-O file")) with { IsTextSure = file.Length > 0 };
    }

    private OpenedMachO WrongArchitecture(string real, BinaryFile file, bool isFat)
    {
        MachOImage[] slices = [.. file.Images.OfType<MachOImage>()];
        string words = text.WrongArchitecture(slices.Select(slice => slice.ArchitectureName), isFat, architectures.Needed);
        string have = string.Join(", ", slices.Select(slice => slice.ArchitectureName).Distinct());
        Evidence evidence = new(real, slices[0].Start.Value + 4, "mach_header", "cputype", $"0x{slices[0].CpuType:x} ({have})", $"this process runs {TargetName.ArchitectureName(target.Architecture, target.Os)} code");
        return Refused(real, words, LoadFailureKind.WrongArchitecture, evidence);
    }

    // PLATFORM_MACOS, alone or with Catalyst; an image that does not say is taken for macOS.
    private OpenedMachO? WrongPlatform(string real, MachOImage image)
    {
        if (image.Platform == OperatingSystemKind.MacOs) return null;
        BuildVersion build = image.Builds[0];
        return Refused(real, text.WrongPlatform(real, DyldName(build.PlatformNumber)), LoadFailureKind.WrongPlatform, new Evidence(real, build.Offset.Value, build.Record, "platform", $"{build.PlatformNumber} ({build.PlatformName})", "not for macOS"));
    }

    private static string DyldName(uint platform) => platform switch
    {
        2 => "iOS",
        3 => "tvOS",
        4 => "watchOS",
        5 => "bridgeOS",
        6 => "macCatalyst",
        7 => "iOS-simulator",
        8 => "tvOS-simulator",
        9 => "watchOS-simulator",
        10 => "driverKit",
        11 => "visionOS",
        12 => "visionOS-simulator",
        _ => "unknown",
    };

    // Whether a bundle may be linked against is for the one who asks: see CannotLink.
    private OpenedMachO? WrongType(string real, MachOImage image) => image.FileType is MH_DYLIB or MH_BUNDLE or MH_EXECUTE ? null : Refused(
        real,
        release.IsDyld2 ? "mach-o, but wrong filetype" : $"unloadable mach-o file type {image.FileType} '{real}'",
        LoadFailureKind.NotLoadable,
        new Evidence(real, image.Start.Value + 12, "mach_header", "filetype", $"{image.FileType}", "neither a dylib nor a bundle"));

    /// <summary>Why an image cannot be a load command's dylib, or null when it can.</summary>
    /// <param name="opened">The file.</param>
    /// <param name="asked">The path as it was tried.</param>
    public string? CannotLink(OpenedMachO opened, string asked) => opened.Image?.FileType switch
    {
        MH_BUNDLE => release.IsDyld2 ? "mach-o, but wrong filetype" : $"cannot link against bundle '{asked}'",
        MH_EXECUTE => release.IsDyld2 ? "mach-o, but wrong filetype" : $"cannot link against a main executable '{asked}'",
        _ => null,
    };

    private static (string Text, Evidence Evidence)? BadUniversal(BinaryFile file)
    {
        if (file.OwnFaults is [var own, ..]) return ("fat file too short", new Evidence("", own.Offset.Value, "fat_header", "nfat_arch", own.Found, own.Expected));
        foreach (MachOImage slice in file.Images.OfType<MachOImage>())
        {
            if (slice.FatEntry is not { } entry || (UInt128)entry.Offset.Value + entry.Size <= (ulong)file.Length) continue;
            return ($"{slice.ArchitectureName} slice extends beyond end of file", new Evidence("", entry.RecordOffset.Value, "fat_arch", "size", $"{entry.Size}", $"the file has {file.Length} bytes"));
        }

        return null;
    }

    // Before headers were checked a file that ends early was mapped, and the process died at the first page behind its end.
    private OpenedMachO? Truncated(string real, MachOImage image)
    {
        if (image.SegmentBeyondEnd is not { } segment) return null;
        return Refused(
            real,
            release.IsDyld2 ? $"malformed mach-o image: segment {segment.Name} extends beyond end of file" : $"segment '{segment.Name}' load command content extends beyond end of file",
            LoadFailureKind.Truncated,
            new Evidence(real, segment.RecordOffset.Value, "LC_SEGMENT_64", "filesize", $"0x{segment.FileSize:x}", $"the image has 0x{image.Length:x} bytes")) with
        {
            IsTextSure = false,
        };
    }

    private static OpenedMachO Refused(string real, string words, LoadFailureKind kind, Evidence? evidence) => new() { Path = real, Refusal = words, Kind = kind, Evidence = evidence };
}
