using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading.Dyld;

/// <summary>
/// What differs between the dynamic linkers of macOS 11 to 27, told by the version of the system (tags of apple-oss-distributions/dyld: 832 to 852 are macOS 11,
/// 940 to 957 macOS 12.0 to 12.4, 960 is 12.5, 1042 begins 13, 1122 begins 14, 1160 begins 14.4, 1231 begins 15, 1284 begins 15.4, 1323 begins 26, 1376 begins 27).
/// </summary>
/// <param name="target">The target. A version without a minor number is the first release of that name; without any version macOS 15.6 stands in.</param>
internal sealed class DyldRelease(Target target)
{
    /// <summary>The version of macOS.</summary>
    public PackedVersion Version { get; } = target.OsVersion ?? new PackedVersion(15, 6);

    /// <summary>False where the version is assumed.</summary>
    public bool IsStated { get; } = target.OsVersion is not null;

    /// <summary>True for the code before dyld4: exceptions with texts of their own, files that are not there are not listed.</summary>
    public bool IsDyld2 => Version.Major < 12;

    /// <summary>dyld 960 wrote names in parentheses.</summary>
    public bool HasParentheses => Version is { Major: 12, Minor: >= 5 };

    /// <summary>Images are named with their UUID, the too new are told, the cryptex is searched, and a system path that nothing answers is "not in dyld cache".</summary>
    public bool IsDyld1042 => Version.Major >= 13;

    /// <summary>"no LC_RPATH's found" has a text of its own.</summary>
    public bool NamesMissingRunPaths => Version.Major >= 14;

    /// <summary>An absolute path given to dlopen is not looked for in the fallback directories.</summary>
    public bool SkipsFallbackForPaths => Version >= new PackedVersion(12, 4) || IsDyld2;

    /// <summary>The headers of every image that is opened are checked (<c>Header::valid</c>).</summary>
    public bool ChecksHeaders => Version >= new PackedVersion(15, 4);

    /// <summary>The checks of macOS 26: stricter ones for images with an SDK of 26.</summary>
    public bool IsDyld1323 => Version.Major >= 26;

    /// <summary>The checks that came with macOS 27 and whose source is not published.</summary>
    public bool IsDyld1376 => Version.Major >= 27;

    /// <summary>How sure the words are: the texts of 13 and later were read in full, those before changed within releases.</summary>
    public bool IsTextSure => IsStated && IsDyld1042;
}
