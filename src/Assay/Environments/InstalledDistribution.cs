using System.Collections.Immutable;
using Assay.Packaging;

namespace Assay.Environments;

/// <summary>One installed distribution, as its <c>.dist-info</c> or <c>.egg-info</c> describes it.</summary>
public sealed record InstalledDistribution
{
    private readonly Lazy<ImmutableArray<string>> topLevelModules = new([]);
    private readonly Lazy<string?> installer = new((string?)null);
    private readonly Lazy<ImmutableArray<string>> wheelTags = new([]);

    /// <summary>The name as written in METADATA (or, without one, in the directory's name).</summary>
    public required string Name { get; init; }

    /// <summary>The normalised name of PEP 503.</summary>
    public required string NormalizedName { get; init; }

    /// <summary>The version as written.</summary>
    public required string Version { get; init; }

    /// <summary>The <c>.dist-info</c> directory or <c>.egg-info</c> directory or file, absolute.</summary>
    public required string MetadataPath { get; init; }

    /// <summary>The <c>sys.path</c> entry it was found in.</summary>
    public required string Location { get; init; }

    /// <summary>Who installed it (the INSTALLER file: pip, uv, conda, debian, ...), or null when nobody says.</summary>
    public string? Installer
    {
        get => installer.Value;
        init => installer = new Lazy<string?>(value);
    }

    /// <summary>The same, read on first use.</summary>
    internal Lazy<string?> InstallerSource
    {
        init => installer = value;
    }

    /// <summary>The <c>Tag</c> lines of WHEEL; empty when there is none.</summary>
    public ImmutableArray<string> WheelTags
    {
        get => wheelTags.Value;
        init => wheelTags = new Lazy<ImmutableArray<string>>(value);
    }

    /// <summary>What the platform parts of <see cref="WheelTags"/> promise, in their order.</summary>
    internal IEnumerable<PlatformTag> WheelPlatforms => WheelTags.Select(tag => PlatformTag.Parse(tag[(tag.LastIndexOf('-') + 1)..]));

    /// <summary>The same, read on first use.</summary>
    internal Lazy<ImmutableArray<string>> WheelTagSource
    {
        init => wheelTags = value;
    }

    /// <summary>The <c>Requires-Dist</c> lines, unparsed.</summary>
    public ImmutableArray<string> Requirements { get; init; } = [];

    /// <summary>The <c>Requires-Python</c> line, unparsed, or null.</summary>
    public string? RequiresPython { get; init; }

    /// <summary>The importable top-level names it brings (top_level.txt, else from RECORD); empty when it brings none or nobody says.</summary>
    public ImmutableArray<string> TopLevelModules
    {
        get => topLevelModules.Value;
        init => topLevelModules = new Lazy<ImmutableArray<string>>(value);
    }

    /// <summary>The same, worked out on first use.</summary>
    internal Lazy<ImmutableArray<string>> TopLevelModuleSource
    {
        init => topLevelModules = value;
    }

    /// <summary>The files RECORD lists, as written (relative to <see cref="Location"/>); empty when there is no RECORD. Read on first use.</summary>
    public Lazy<ImmutableArray<string>> RecordedFiles { get; init; } = new(() => []);

    /// <summary>The lines of RECORD with sizes and hashes; empty when there is none. Read on first use.</summary>
    public Lazy<ImmutableArray<WheelRecordEntry>> Record { get; init; } = new(() => []);

    /// <summary>
    /// True when RECORD says what the installed files must be: an installer that wrote them as they are in the wheel. Makers of system packages strip and patch
    /// files after RECORD was written, conda writes its prefix into them.
    /// </summary>
    public bool KeepsRecord => Installer is { } name
        && (name is "pip" or "uv" or "pdm" || name.StartsWith("Poetry", StringComparison.OrdinalIgnoreCase))
        && !Location.StartsWith("/usr/lib", StringComparison.Ordinal) && !Location.StartsWith("/nix/store/", StringComparison.Ordinal) && !Location.StartsWith("/gnu/store/", StringComparison.Ordinal);

    /// <summary>What was wrong with RECORD, one clear line each. Read on first use.</summary>
    public Lazy<ImmutableArray<string>> RecordProblems { get; init; } = new(() => []);

    /// <summary>What was wrong with its other files (a METADATA that is missing or no text), one clear line each.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
