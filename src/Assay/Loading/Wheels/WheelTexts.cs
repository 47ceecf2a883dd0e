using System.Globalization;
using Assay.Diagnostics;
using Assay.Targets;

namespace Assay.Loading.Wheels;

/// <summary>What the loaders say about a wheel that does not hold what it should. The directories around a wheel are not known, so the texts may vary.</summary>
internal static class WheelTexts
{
    /// <summary>A library of the wheel is not in it.</summary>
    /// <param name="opened">The file that was opened first.</param>
    /// <param name="requester">The file that asks.</param>
    /// <param name="need">What it asks for.</param>
    /// <param name="target">The target.</param>
    public static LoadFailure Missing(WheelBinary opened, WheelBinary requester, WheelNeed need, Target target)
    {
        string library = need.Need.Name;
        string tried = string.Join(", ", need.Tried.Select(path => $"'{path}' (no such file)"));
        string message = target switch
        {
            { Os: OperatingSystemKind.MacOs } => $"dlopen({opened.Path}, 0x0002): Library not loaded: {library}\n  Referenced from: {requester.Path}\n  Reason: tried: {tried}",
            { Os: OperatingSystemKind.Windows } => $"DLL load failed while importing {opened.Module?.Split('.')[^1]}: The specified module could not be found.",
            { Libc: LibcKind.Musl } => $"Error loading shared library {library}: No such file or directory (needed by {requester.Path})",
            _ => $"{library}: cannot open shared object file: No such file or directory",
        };
        return new LoadFailure
        {
            Kind = LoadFailureKind.MissingLibrary,
            Message = message,
            Module = opened.Module,
            Opened = opened.Path,
            Library = library,
            Requester = requester.Path,
            LoadChain = opened.Path == requester.Path ? [opened.Path] : [opened.Path, requester.Path],
            Steps = [.. need.Tried.Select(path => new SearchStep(need.Need.Record, path, SearchOutcome.Missing, "not in the wheel"))],
            Evidence = [new Evidence(requester.Path, need.Need.Offset.Value, need.Need.Record, "name", library, "not in the wheel")],
        };
    }

    /// <summary>A file takes symbols of a newer glibc than the target has (elf/dl-version.c).</summary>
    /// <param name="binary">The file.</param>
    /// <param name="slice">Its code.</param>
    /// <param name="offered">The glibc of the target.</param>
    public static LoadFailure TooNew(WheelBinary binary, WheelSlice slice, Primitives.PackedVersion offered) => new()
    {
        Kind = LoadFailureKind.MissingVersion,
        Message = $"{slice.GlibcLibrary}: version `{slice.GlibcName}' not found (required by {binary.Path})",
        Module = binary.Module,
        Opened = binary.Path,
        Culprit = binary.Path,
        Library = slice.GlibcLibrary,
        Requester = binary.Path,
        Version = slice.GlibcName,
        OfferedVersions = [string.Create(CultureInfo.InvariantCulture, $"GLIBC_{offered}")],
        Evidence = [new Evidence(binary.Path, null, "DT_VERNEED", "vna_name", slice.GlibcName!, $"the target has glibc {offered}")],
    };
}
