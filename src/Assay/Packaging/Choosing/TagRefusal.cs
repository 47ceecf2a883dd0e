using Assay.Primitives;
using Assay.Targets;

namespace Assay.Packaging.Choosing;

/// <summary>Why none of a wheel's tags fits: the reason of the tag that came closest.</summary>
internal static class TagRefusal
{
    /// <summary>The reason, for tags of which none is supported.</summary>
    public static Refusal Of(IReadOnlyList<WheelTag> tags, SupportedTags supported) =>
        tags.Select(tag => OfOne(tag, supported)).MaxBy(refusal => refusal.Kind) ?? new Refusal(RefusalKind.UnreadableName, "has no tag");

    // A tag may miss in several ways; what is furthest away decides, since mending the rest would not help.
    private static Refusal OfOne(WheelTag tag, SupportedTags supported)
    {
        Refusal? python = supported.Takes(tag.Python, tag.Abi) ? null : OfPython(tag, supported.Python);
        Refusal? platform = supported.Takes(tag.Platform) ? null : OfPlatform(tag.Platform, supported);
        return (python, platform) switch
        {
            (null, null) => new Refusal(RefusalKind.UnusedTag, $"has the tag `{tag}`, a combination that no installer takes"),
            (null, { } only) => only,
            ({ } only, null) => only,
            ({ } one, { } other) => one.Kind < other.Kind ? one : other,
        };
    }

    private static Refusal OfPython(WheelTag tag, PythonBuild python)
    {
        string build = python.IsFreeThreaded ? "the free-threaded build of Python" : "the build of Python with the global interpreter lock";
        (string letters, int? minor) = Split(tag.Python);
        if (letters is not ("cp" or "py"))
            return new Refusal(RefusalKind.OtherPython, letters switch { "pp" => "is for PyPy", "gp" or "graalpy" => "is for GraalPy", _ => $"is for another Python (`{tag.Python}`)" });
        if (tag.Abi is "abi3" or "abi3t" && minor <= python.Minor)
        {
            return python.IsFreeThreaded == (tag.Abi == "abi3t")
                ? new Refusal(RefusalKind.UnusedTag, $"has the tag `{tag}`, which no installer takes for Python {python}")
                : new Refusal(RefusalKind.OtherThreading, $"uses the stable ABI `{tag.Abi}`, which {build} does not have");
        }

        if (minor is { } named && named != python.Minor)
            return new Refusal(RefusalKind.OtherPython, $"is for Python 3.{named}{(tag.Abi is "abi3" or "abi3t" || letters == "py" ? " and newer" : tag.Abi.EndsWith('t') && tag.Abi.StartsWith("cp", StringComparison.Ordinal) ? "t" : "")}");
        if (minor is null) return new Refusal(RefusalKind.OtherPython, tag.Python == "py2" ? "is for Python 2" : $"is for another Python (`{tag.Python}`)");
        return tag.Abi == $"cp3{minor}t" || (python.IsFreeThreaded && tag.Abi == $"cp3{minor}")
            ? new Refusal(RefusalKind.OtherThreading, $"is for {(python.IsFreeThreaded ? "the build of Python with the global interpreter lock" : "the free-threaded build of Python")}")
            : new Refusal(RefusalKind.OtherAbi, $"is for another build of Python 3.{minor} (`{tag.Abi}`)");
    }

    private static Refusal OfPlatform(string text, SupportedTags supported)
    {
        Target target = supported.Target;
        PlatformTag platform = PlatformTag.Parse(text);
        if (platform.Os != target.Os || platform.Os == OperatingSystemKind.Unknown)
            return new Refusal(RefusalKind.OtherSystem, platform.Os switch { OperatingSystemKind.Linux => "is for Linux", OperatingSystemKind.MacOs => "is for macOS", OperatingSystemKind.Windows => "is for Windows", _ => $"is for another platform (`{text}`)" });
        if (platform.Architectures.IsEmpty) return Unused(text, supported);
        if (!platform.Architectures.Contains(target.Architecture))
            return new Refusal(RefusalKind.OtherArchitecture, $"is for {string.Join(" and ", platform.Architectures.Select(each => TargetName.ArchitectureName(each, platform.Os)))}");
        if (platform.Libc != LibcKind.None && target.Libc != LibcKind.None && platform.Libc != target.Libc)
            return new Refusal(RefusalKind.OtherLibc, platform.Libc == LibcKind.Musl ? "is for Linux with musl, such as Alpine" : "is for Linux with glibc");
        PackedVersion? own = target.Os == OperatingSystemKind.Linux ? target.LibcVersion : target.OsVersion;
        string system = target.Os == OperatingSystemKind.MacOs ? "macOS" : target.Libc == LibcKind.Musl ? "musl" : "glibc";
        if (platform.OldestFor(target.Architecture) is not { } oldest) return Unused(text, supported);
        if (own is not { } version) return new Refusal(RefusalKind.SystemTooOld, $"needs {system} {oldest}; the target's version is not known");
        if (target.Os == OperatingSystemKind.MacOs && version.Major > 10 && oldest.Major > 10 && version.Major >= oldest.Major && oldest.Minor > 0)
            return new Refusal(RefusalKind.UnusedTag, $"has the tag `{text}`: from macOS 11 on only tags with minor version 0 are taken");
        return oldest > version ? new Refusal(RefusalKind.SystemTooOld, $"needs {system} {Short(oldest)}, the target has {Short(version)}") { Needed = oldest } : Unused(text, supported);
    }

    private static Refusal Unused(string text, SupportedTags supported) =>
        new(RefusalKind.UnusedTag, $"has the tag `{text}`, which {(supported.Installer == Installer.Pip ? "pip" : "uv")} does not take on {supported.Target.Name}");

    private static string Short(PackedVersion version) => version is { Minor: 0, Patch: 0 } ? $"{version.Major}" : $"{version.Major}.{version.Minor}";

    // "cp311" is "cp" and 11; "py3" is "py" and 3 without a minor version.
    private static (string Letters, int? Minor) Split(string interpreter)
    {
        int letters = interpreter.TakeWhile(char.IsAsciiLetter).Count();
        string digits = interpreter[letters..];
        return (interpreter[..letters], digits.Length is > 1 and < 5 && digits[0] == '3' && int.TryParse(digits[1..], out int minor) ? minor : null);
    }
}
