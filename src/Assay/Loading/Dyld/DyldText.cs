using Assay.Binaries.MachO;

namespace Assay.Loading.Dyld;

/// <summary>
/// The texts of dlopen, by the version of the dynamic linker (apple-oss-distributions/dyld: dyld/Loader.cpp, dyld/JustInTimeLoader.cpp, dyld/DyldAPIs.cpp; before
/// macOS 12 src/dyld2.cpp, src/ImageLoader.cpp, src/ImageLoaderMachO.cpp).
/// </summary>
/// <param name="release">The dynamic linker.</param>
internal sealed class DyldText(DyldRelease release)
{
    /// <summary>What stands in a text for the UUID of a system library: it differs with every build of the system.</summary>
    public const string SystemUuid = "UUID";

    /// <summary>The whole text of a failed dlopen.</summary>
    /// <param name="path">The path as it was given.</param>
    /// <param name="mode">RTLD_* as a number.</param>
    /// <param name="reason">What went wrong.</param>
    public string Dlopen(string path, int mode, string reason) => release.IsDyld2 ? $"dlopen({path}, {mode}): {reason}" : $"dlopen({path}, 0x{mode:X4}): {reason}";

    /// <summary>A file without code for this process.</summary>
    /// <param name="have">The architectures it has, by dyld's names, in file order.</param>
    /// <param name="isFat">True for a universal file.</param>
    /// <param name="needed">What the process takes.</param>
    public string WrongArchitecture(IEnumerable<string> have, bool isFat, string needed)
    {
        if (release.IsDyld2) return isFat ? "no matching architecture in universal wrapper" : "mach-o, but wrong architecture";
        string what = isFat ? "fat file, but missing compatible architecture" : "mach-o file, but is an incompatible architecture";
        string had = string.Join(',', have);
        return release.HasParentheses ? $"{what} (have ({had}), need ({needed}))" : $"{what} (have '{had}', need '{needed}')";
    }

    /// <summary>A file of another format.</summary>
    /// <param name="head">Its first bytes, as many as there are up to eight.</param>
    /// <param name="length">How long it is, in bytes.</param>
    public string NotMachO(ReadOnlySpan<byte> head, long length)
    {
        if (!release.IsDyld2) return length == 0 ? "" : release.ChecksHeaders ? "slice is not valid mach-o file" : "not a mach-o file";
        if (length < 4096) return "file too short";
        return "unknown file type, first eight bytes: " + string.Join(' ', head.ToArray().Select(value => $"0x{value:X2}"));
    }

    /// <summary>A file for another system, such as the simulator of iOS.</summary>
    /// <param name="path">The file.</param>
    /// <param name="have">Its platform in dyld's words.</param>
    public string WrongPlatform(string path, string have) =>
        release.IsDyld2 ? "mach-o, but not built for platform macOS" : $"mach-o file ({path}), but incompatible platform (have '{have}', need 'macOS')";

    /// <summary>A dylib that could not be loaded, as the text of the image that wants it.</summary>
    /// <param name="name">The name in the load command.</param>
    /// <param name="requester">The image.</param>
    /// <param name="reason">Why; null when nothing was tried.</param>
    public string LibraryNotLoaded(string name, LoadedMachO requester, string? reason)
    {
        if (release.HasParentheses) return $"Library not loaded: '{name}'\n  Referenced from: '{requester.Path}'\n  Reason: {reason ?? "image not found"}";
        return $"Library not loaded: {name}\n  Referenced from: {Named(requester)}{TooNew(requester)}\n  Reason: {reason ?? "image not found"}";
    }

    /// <summary>A symbol that no loaded image has.</summary>
    /// <param name="symbol">The name as stored.</param>
    /// <param name="image">The image that wants it.</param>
    public string NotInFlatNamespace(string symbol, LoadedMachO image) => release.IsDyld2
        ? $"Symbol not found: {symbol}\n  Referenced from: {image.Path}{TooNew(image)}\n  Expected in: flat namespace\n in {image.Path}"
        : release.HasParentheses ? $"symbol not found in flat namespace ({symbol})" : $"symbol not found in flat namespace '{symbol}'";

    /// <summary>A symbol that the library it was linked from does not have.</summary>
    /// <param name="symbol">The name as stored.</param>
    /// <param name="image">The image that wants it.</param>
    /// <param name="library">The library; null when it is a weak one that is not there.</param>
    public string SymbolNotFound(string symbol, LoadedMachO image, LoadedMachO? library)
    {
        string where = library?.Path ?? "unknown";
        if (release.IsDyld2) return $"Symbol not found: {symbol}\n  Referenced from: {image.Path}{TooNew(image)}\n  Expected in: {where}\n in {image.Path}";
        if (release.HasParentheses) return $"Symbol not found: ({symbol})\n  Referenced from: '{image.Path}'\n  Expected in: '{where}'";
        if (!release.IsDyld1042) return $"Symbol not found: {symbol}\n  Referenced from: {image.Path}\n  Expected in: {where}";
        return $"Symbol not found: {symbol}\n  Referenced from: {Named(image)}{TooNew(image)}\n  Expected in:     <{(library is null ? "no uuid" : Uuid(library))}> {where}";
    }

    /// <summary>A weak definition that nothing offers, asked for by chained fixups.</summary>
    /// <param name="symbol">The name as stored.</param>
    /// <param name="image">The image that wants it.</param>
    public string WeakDefinitionNotFound(string symbol, LoadedMachO image) =>
        $"Symbol not found: {symbol}\n  Referenced from: {Named(image)}\n  Expected as weak-def export from some loaded dylib";

    /// <summary>The path of an image, since macOS 13 with its UUID.</summary>
    /// <param name="image">The image.</param>
    public string Named(LoadedMachO image) => release.IsDyld1042 ? $"<{Uuid(image)}> {image.Path}" : image.Path;

    /// <summary>The UUID of an image in a text.</summary>
    /// <param name="image">The image.</param>
    public static string Uuid(LoadedMachO image) => image.Image is { } known ? Uuid(known) : SystemUuid;

    /// <summary>The UUID of an image in a text.</summary>
    /// <param name="image">The image.</param>
    public static string Uuid(MachOImage image) => image.Uuid is { } uuid ? uuid.ToString().ToUpperInvariant() : "no uuid";

    // dyld compares with the version that it was itself built for, which is that of the system.
    private string TooNew(LoadedMachO image)
    {
        if (image.Image?.MinimumOs is not { } minimum || minimum <= release.Version) return "";
        if (release.IsDyld2) return $" (which was built for Mac OS X {minimum.Major}.{minimum.Minor})";
        return release.IsDyld1042 ? $" (built for macOS {minimum} which is newer than running OS)" : "";
    }
}
