using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Loading.Wheels;
using Assay.Packaging;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>The code in a wheel needs more than the wheel's tag says.</summary>
public sealed class WheelTagUnkept : WheelRule
{
    private const string Advice = "use another release, or tell its makers: only they can put the tag or the files right";

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A507", "wheel-tag-unkept", nameof(WheelTagUnkept), "the tag of a wheel promises more than its files keep");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/",
        "https://github.com/pypa/cibuildwheel/issues/2115",
        "https://github.com/vllm-project/vllm/issues/41103",
        "https://github.com/stlehmann/pyads/issues/365",
    ];

    /// <inheritdoc/>
    protected override IEnumerable<WheelFlaw> Flaws(WheelFacts wheel, RuleContext context)
    {
        Target target = context.Target;
        ImmutableArray<WheelBinary> code = [.. wheel.Binaries.Where(binary => binary.Kind is BinaryKind.SharedLibrary or BinaryKind.Bundle || binary.Role == WheelRole.Extension)];
        if (wheel.IsForAnyPlatform) return Native(code);
        PlatformTag[] tags = [.. wheel.Platforms.Where(platform => platform.IsFor(target))];
        return tags.Length == 0 ? [] : [.. Foreign(code, target, tags[0]), .. Newer(wheel, code, target)];
    }

    private static IEnumerable<WheelFlaw> Native(ImmutableArray<WheelBinary> code)
    {
        if (code.IsEmpty) yield break;
        ImmutableArray<string> files = [.. code.Select(binary => binary.Path)];
        yield return new WheelFlaw(Severity.Warning, $"the tag `any` promises that no code of a machine is in the wheel, and there is {Some(files)}", files, Advice);
    }

    // Files for another system lie in some wheels on purpose; what the interpreter would open may not be one of them.
    private static IEnumerable<WheelFlaw> Foreign(ImmutableArray<WheelBinary> code, Target target, PlatformTag tag)
    {
        foreach (WheelBinary binary in code)
        {
            bool isOpened = binary.Role != WheelRole.Other;
            if (binary.Format != BinaryFiles.FormatOf(target.Os))
            {
                if (isOpened) yield return new WheelFlaw(Severity.Error, $"{Quoted(binary.Path)} is no {FormatName(target)} file, which {tag.Text} promises", [binary.Path], Advice) { Explains = [LoadFailureKind.NotABinary] };
                continue;
            }

            if (binary.Slices.IsEmpty || binary.Slices.Any(slice => ArchitectureFit.Fits(slice.Architecture, target.Architecture))) continue;
            WheelSlice first = binary.Slices[0];
            string wanted = TargetName.ArchitectureName(target.Architecture, target.Os);
            Severity severity = binary.Refusal is { Kind: LoadFailureKind.WrongArchitecture or LoadFailureKind.WrongClass } ? Severity.Error : Severity.Warning;
            yield return new WheelFlaw(severity, $"{Quoted(binary.Path)} has no code for {wanted}, which {tag.Text} promises", [binary.Path], Advice)
            {
                Explains = [LoadFailureKind.WrongArchitecture, LoadFailureKind.WrongClass],
                Evidence = [new Evidence(binary.Path, first.Offset.Value, "header", "machine", $"0x{first.RawMachine:x} ({string.Join(", ", binary.Slices.Select(slice => slice.ArchitectureName))})", $"the tag promises {wanted}")],
            };
        }
    }

    private static IEnumerable<WheelFlaw> Newer(WheelFacts wheel, ImmutableArray<WheelBinary> code, Target target)
    {
        if (wheel.OldestPromise(target) is not { } promise) yield break;
        if (target.Os == OperatingSystemKind.Linux && target.Libc != LibcKind.Glibc) yield break;
        var files = code.SelectMany(binary => binary.Slices.Where(slice => ArchitectureFit.Fits(slice.Architecture, target.Architecture)).Select(slice => (binary.Path, Slice: slice)));
        foreach (var group in files.GroupBy(file => file.Slice.MinimumOs ?? file.Slice.Glibc).Where(group => group.Key > promise.Version).OrderByDescending(group => group.Key))
        {
            ImmutableArray<string> paths = [.. group.Select(file => file.Path)];
            WheelSlice first = group.First().Slice;
            string verb = paths.Length == 1 ? "is" : "are";
            bool isMac = target.Os == OperatingSystemKind.MacOs;

            // dyld loads a file for a newer macOS; what it needs of that system fails where it is missing. glibc asks for the version by name.
            yield return new WheelFlaw(
                !isMac && target.LibcVersion < group.Key ? Severity.Error : Severity.Warning,
                isMac ? $"{Some(paths)} {verb} built for macOS {group.Key} and later, the tag {promise.Tag.Text} promises {promise.Version}"
                    : $"{Some(paths)} {(paths.Length == 1 ? "needs" : "need")} glibc {group.Key}, the tag {promise.Tag.Text} promises {promise.Version}",
                paths,
                Advice)
            {
                Explains = isMac ? [] : [LoadFailureKind.MissingVersion],
                Evidence = [new Evidence(paths[0], null, isMac ? "LC_BUILD_VERSION" : "DT_VERNEED", isMac ? "minos" : "vna_name", isMac ? $"{first.MinimumOs}" : first.GlibcName!, $"the tag promises {promise.Version}")],
            };
        }
    }

    private static string FormatName(Target target) => target.Os switch { OperatingSystemKind.MacOs => "Mach-O", OperatingSystemKind.Windows => "PE", _ => "ELF" };
}
