using Assay.Diagnostics;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading;

/// <summary>
/// What dyld says when dlopen is given a file of the wrong kind, by the version of macOS (apple-oss-distributions/dyld: dyld/Loader.cpp, common/MachOFile.cpp,
/// mach_o/GradedArchitectures.cpp; before macOS 12 src/dyld2.cpp). Which candidates an absolute path gives, and the list of architectures wanted, changed often.
/// </summary>
/// <param name="target">The target; its version of macOS counts. Without one the text is that of macOS 15.</param>
internal sealed class DyldText(Target target)
{
    private const int OpenNow = 2;
    private readonly PackedVersion version = target.OsVersion ?? new PackedVersion(15);

    /// <summary>How sure the words are.</summary>
    public Certainty Certainty => target.OsVersion is null || version.Major < 13 ? Certainty.TextMayVary : Certainty.Certain;

    /// <summary>The text for a Mach-O file without code for this process.</summary>
    /// <param name="path">The file.</param>
    /// <param name="have">The architectures it has, by dyld's names, in file order.</param>
    /// <param name="isFat">True for a universal file.</param>
    public string WrongArchitecture(string path, IEnumerable<string> have, bool isFat)
    {
        if (version.Major < 12) return Before12(path, isFat ? "no matching architecture in universal wrapper" : "mach-o, but wrong architecture");
        string what = isFat ? "fat file, but missing compatible architecture" : "mach-o file, but is an incompatible architecture";
        string had = string.Join(',', have);
        return Tried(path, HasParentheses ? $"{what} (have ({had}), need ({Need()}))" : $"{what} (have '{had}', need '{Need()}')");
    }

    /// <summary>The text for a file of another format.</summary>
    /// <param name="path">The file.</param>
    /// <param name="head">Its first bytes, as many as there are up to eight.</param>
    public string NotMachO(string path, ReadOnlySpan<byte> head)
    {
        if (version.Major < 12) return Before12(path, "unknown file type, first eight bytes: " + string.Join(' ', head.ToArray().Select(value => $"0x{value:X2}")));
        return Tried(path, head.IsEmpty ? "" : version.Major >= 26 ? "slice is not valid mach-o file" : "not a mach-o file");
    }

    // dyld 960, macOS 12.5 to 12.7, wrote names in parentheses.
    private bool HasParentheses => version is { Major: 12, Minor: >= 5 };

    private string Need()
    {
        bool onlyFirst = version.Major == 12;
        if (target.Architecture is Architecture.X86_64)
        {
            // Under Rosetta there is no x86_64h; every Mac of Intel's that runs these systems, but the Mac Pro of 2013, has it.
            return target.Translation is not null ? "x86_64" : onlyFirst ? "x86_64h" : "x86_64h' or 'x86_64";
        }

        if (onlyFirst) return "arm64e";
        if (version < new PackedVersion(14, 4)) return "arm64";
        return version.Major < 26 ? "arm64e' or 'arm64" : "arm64e' or 'arm64e.v1' or 'arm64' or 'arm64";
    }

    // dyld2 looked at the file twice, as it was named and as it was resolved.
    private static string Before12(string path, string reason) => $"dlopen({path}, {OpenNow}): no suitable image found.  Did find:\n\t{path}: {reason}\n\t{path}: {reason}";

    private string Tried(string path, string reason)
    {
        string entry = $"'{path}' ({reason})";
        if (version.Major >= 13) entry = $"{entry}, '/System/Volumes/Preboot/Cryptexes/OS{path}' (no such file), {entry}";
        else if (!path.Contains(".framework/", StringComparison.Ordinal)) entry = $"{entry}, '/usr/local/lib/{PosixPath.Name(path)}' (no such file), '/usr/lib/{PosixPath.Name(path)}' (no such file)";
        return $"dlopen({path}, 0x{OpenNow:X4}): tried: {entry}";
    }
}
