using System.Globalization;
using Assay.Examination.Repairing;
using Assay.Fixes;

namespace Assay.Reporting;

/// <summary>The words in which plans name things.</summary>
internal static class RepairWords
{
    /// <summary>An owner: <c>pip</c>, <c>uv-project</c>, ...</summary>
    public static string Of(OwnerKind kind) => kind switch
    {
        OwnerKind.UvProject => "uv-project",
        OwnerKind.Managed => "externally-managed",
        OwnerKind.Folder => "pip-target",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>What happens to a distribution, and what it costs.</summary>
    public static string Of(PackageChange change)
    {
        string what = change.To is null ? $"{change.Name} {change.From} is removed"
            : change.From is null ? $"{change.Name} {change.To} is added"
            : change.From == change.To ? $"{change.Name} {change.To}: its files are put back"
            : $"{change.Name} {change.From} becomes {change.To}";
        return change.Bytes is { } bytes ? $"{what} ({Size(bytes)}{(change.IsDownload ? " to download" : ", no download")})" : what;
    }

    /// <summary>A number of bytes as people read it.</summary>
    public static string Size(long bytes) => bytes < 1_000_000 ? $"{Math.Max(1, bytes / 1000)} kB" : $"{(bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture)} MB";
}
