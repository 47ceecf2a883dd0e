using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Loading.Wheels;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Indexes;

/// <summary>
/// Judges what was read of a remote wheel: the rules about wheels, over the heads of its files. Format and architecture are all that a head tells, so versions of glibc or macOS,
/// libraries and symbols stay unsaid.
/// </summary>
public static class RemoteWheelJudge
{
    private static readonly WheelRule[] Rules = [new WheelOfAnotherPlatform(), new WheelTagUnkept()];

    /// <summary>What is wrong with the wheel on a target, as <c>check</c> would say it of the file.</summary>
    /// <param name="reading">What was read.</param>
    /// <param name="target">Where it is to run.</param>
    /// <returns>Findings; none for a wheel whose native files fit, or whose name is none of a wheel.</returns>
    public static ImmutableArray<Finding> Judge(RemoteWheelReading reading, Target target)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(target);
        if (!WheelFilename.TryParse(reading.Filename, out WheelFilename? filename)) return [];
        PythonEnvironment environment = WheelSubject.Imagine(new MemoryMachine(), filename, [], reading.Metadata?.First("Requires-Python"), target);
        ImmutableArray<WheelBinary> binaries = [.. reading.Files.Select(file => Binary(file, environment, target)).OfType<WheelBinary>()];
        ImmutableArray<PlatformTag> platforms = [.. filename.Tags.Select(tag => tag.Platform).Distinct(StringComparer.Ordinal).Select(PlatformTag.Parse)];
        RuleContext context = new() { Environment = environment, Target = target, Wheel = new WheelFacts(reading.Filename, platforms, binaries, []) };
        return [.. Rules.SelectMany(rule => rule.Observe(context)), .. platforms.Any(platform => platform.IsFor(target)) ? Misnamed(reading, filename, environment) : []];
    }

    private static WheelBinary? Binary(RemoteWheelFile file, PythonEnvironment environment, Target target)
    {
        if (file.Head is not { } head || (head.Machines.IsEmpty && head.Format != BinaryFormat.Unknown)) return null;
        bool isExtension = IsTagged(file) && environment.ExtensionSuffixes.Any(suffix => file.Path.EndsWith(suffix, StringComparison.Ordinal) && suffix is not (".so" or ".pyd"));
        if (head.Format == BinaryFormat.Unknown && !isExtension) return null;
        bool isRun = head.Machines.Any(machine => ArchitectureFit.Fits(machine.Architecture, target.Architecture));
        return new WheelBinary(file.Path, head.Format, BinaryKind.SharedLibrary, isExtension ? WheelRole.Extension : WheelRole.Other)
        {
            Slices = [.. head.Machines.Select(machine => new WheelSlice(machine.Architecture, machine.Name, machine.Offset, machine.RawMachine))],

            // Every loader refuses a module without code for its process.
            Refusal = !isExtension || isRun ? null : new LoadFailure { Kind = head.Format == BinaryFormat.Unknown ? LoadFailureKind.NotABinary : LoadFailureKind.WrongArchitecture, Message = "", Opened = file.Path },
        };
    }

    // A module for another Python beside the right one is a gift; alone it is never imported.
    private static IEnumerable<Finding> Misnamed(RemoteWheelReading reading, WheelFilename filename, PythonEnvironment environment)
    {
        if (filename.Tags.Select(tag => tag.Python).Distinct().ToArray() is not [{ } python] || !python.StartsWith("cp", StringComparison.Ordinal) || filename.Tags.Any(tag => !tag.Abi.StartsWith("cp", StringComparison.Ordinal))) yield break;
        ILookup<string, RemoteWheelFile> modules = reading.Files.Where(IsTagged).ToLookup(file => file.Path[..^file.Suffix.Length]);
        RemoteWheelFile[] odd = [.. modules.Where(module => !module.Any(file => environment.ExtensionSuffixes.Contains(file.Suffix) || IsPlain(file, reading))).Select(module => module.First())];
        if (odd.Length == 0) yield break;
        yield return new Finding
        {
            Code = "A507",
            Severity = Severity.Warning,
            Title = $"`{PosixPath.Name(odd[0].Path)}`{(odd.Length == 1 ? " is" : $" and {odd.Length - 1} more modules are")} named for another Python than {python}, which the tag of the wheel promises",
            Path = odd[0].Path,
            Remedies = [new Remedy.Advise("use another release, or tell its makers: only they can put the tag or the files right")],
        };
    }

    private static bool IsPlain(RemoteWheelFile file, RemoteWheelReading reading) => reading.Files.Any(other => other.Path == file.Path[..^file.Suffix.Length] + ".so" || other.Path == file.Path[..^file.Suffix.Length] + ".pyd");

    // Only extension modules carry such suffixes (PEP 3149); any library may end with .so.
    private static bool IsTagged(RemoteWheelFile file) =>
        (file.Suffix.EndsWith(".so", StringComparison.Ordinal) && (file.Suffix.StartsWith(".cpython-", StringComparison.Ordinal) || file.Suffix.StartsWith(".abi3", StringComparison.Ordinal) || file.Suffix.StartsWith(".pypy", StringComparison.Ordinal)))
        || (file.Suffix.EndsWith(".pyd", StringComparison.Ordinal) && file.Suffix.StartsWith(".cp", StringComparison.Ordinal));
}
