using Assay.Binaries.MachO;

namespace Assay.Loading.Dyld;

/// <summary>
/// What the signature of the main executable means for what it may load: a hardened runtime takes libraries of its own team and of the system only, unless an
/// entitlement says otherwise (python.org's builds have it; those of Homebrew, conda and uv are not hardened).
/// </summary>
internal sealed class HostSignature
{
    /// <summary>The entitlement that lifts library validation.</summary>
    public const string DisableLibraryValidation = "com.apple.security.cs.disable-library-validation";

    /// <summary>The entitlement that lets DYLD_* variables through.</summary>
    public const string AllowVariables = "com.apple.security.cs.allow-dyld-environment-variables";

    private HostSignature(bool isHardened, string? team, string entitlements)
    {
        Team = team;
        IsHardened = isHardened;
        ValidatesLibraries = isHardened && !Has(entitlements, DisableLibraryValidation);
        DropsVariables = isHardened && !Has(entitlements, AllowVariables);
    }

    /// <summary>True for a hardened runtime.</summary>
    public bool IsHardened { get; }

    /// <summary>True when only libraries of the same team and of the system are taken.</summary>
    public bool ValidatesLibraries { get; }

    /// <summary>True when DYLD_* variables do not count.</summary>
    public bool DropsVariables { get; }

    /// <summary>The signer's team, or null.</summary>
    public string? Team { get; }

    /// <summary>Reads it.</summary>
    /// <param name="main">The main executable; null when there is none.</param>
    public static HostSignature Of(MachOImage? main)
    {
        CodeDirectory? directory = main?.CodeSignature?.CodeDirectories.FirstOrDefault();
        return new HostSignature(directory?.HasRuntime == true, directory?.TeamIdentifier, directory?.HasRuntime == true ? main!.Entitlements() ?? "" : "");
    }

    /// <summary>Why a file of this signature is not taken, or null when it is.</summary>
    /// <param name="file">The file's code directory.</param>
    public string? Refuses(CodeDirectory file)
    {
        if (!ValidatesLibraries) return null;
        if (file.TeamIdentifier is null) return "mapped file has no Team ID and is not a platform binary (signed with custom identity or adhoc?)";
        return file.TeamIdentifier == Team ? null : "mapping process and mapped file (non-platform) have different Team IDs";
    }

    private static bool Has(string entitlements, string name)
    {
        int at = entitlements.IndexOf($"<key>{name}</key>", StringComparison.Ordinal);
        return at >= 0 && entitlements.AsSpan(at + name.Length + 11).TrimStart().StartsWith("<true", StringComparison.Ordinal);
    }
}
