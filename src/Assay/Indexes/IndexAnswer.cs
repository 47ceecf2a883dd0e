using System.Collections.Immutable;
using Assay.Packaging.Choosing;

namespace Assay.Indexes;

/// <summary>What all sources said of a project, and what each installer makes of it.</summary>
/// <param name="Project">The project's name as it was asked for.</param>
public sealed record IndexAnswer(string Project)
{
    /// <summary>One report for each source: the indexes in the order of the settings, then the find-links.</summary>
    public ImmutableArray<SourceReport> Sources { get; init; } = [];

    /// <summary>
    /// The files an installer has to choose from; null when no source it would look at has the project, or when it would stop with an error instead.
    /// <see cref="ProblemFor"/> tells the two apart.
    /// </summary>
    /// <remarks>
    /// pip puts the files of all sources together, in an order that matters for equal files: those of directories by their path from behind, then the pages of
    /// find-links, then the indexes; a source that fails is passed over (find_all_candidates of pip/_internal/index/package_finder.py, _get_index_content of
    /// collector.py). uv takes the files of the first index that has the project, the extra ones before the main one, and those of all find-links with them
    /// (simple_detail of crates/uv-client/src/registry_client.rs, from_simple_metadata of crates/uv-resolver/src/version_map.rs).
    /// </remarks>
    /// <param name="installer">Whose rules count.</param>
    public IndexPage? PageFor(Installer installer) => installer == Installer.Pip ? PipPage() : UvPage(out _);

    /// <summary>
    /// Why <see cref="PageFor"/> may not be what the installer sees, one line: a source that pip would pass over silently, or the one at which uv stops. Null when every
    /// source that counts gave its answer.
    /// </summary>
    /// <param name="installer">Whose rules count.</param>
    public string? ProblemFor(Installer installer)
    {
        if (installer == Installer.Pip) return Sources.FirstOrDefault(source => source.Outcome is SourceOutcome.Failed or SourceOutcome.Offline or SourceOutcome.Denied) is { } silent ? $"{silent.Message}; pip goes on without that source" : null;
        UvPage(out SourceReport? stop);
        return stop is null ? null : stop.Outcome switch
        {
            SourceOutcome.Denied when stop.Kind == SourceKind.Index => $"{stop.Message}; uv looks at no further index",
            SourceOutcome.Offline => $"{stop.Message}; uv goes on without that source",
            _ => $"{stop.Message}; uv stops there",
        };
    }

    private IndexPage? PipPage()
    {
        IEnumerable<IndexFile> folders = Of(SourceKind.LinkFolder).SelectMany(source => source.Files).OrderByDescending(file => file.Url, StringComparer.Ordinal);
        SourceReport[] pages = [.. Of(SourceKind.LinkPage), .. Of(SourceKind.Index)];
        return Sources.Any(source => source.Outcome == SourceOutcome.Found) ? new IndexPage(Project, [.. folders, .. pages.SelectMany(source => source.Files)]) : null;
    }

    // A status of 401 or 403 ends the search among the indexes, and the find-links still count; any other failure is an error of the whole command.
    private IndexPage? UvPage(out SourceReport? stop)
    {
        SourceReport[] links = [.. Sources.Where(source => source.Kind != SourceKind.Index)];
        stop = links.FirstOrDefault(source => source.Outcome is SourceOutcome.Failed or SourceOutcome.Denied);
        if (stop is not null) return null;
        SourceReport[] indexes = [.. Of(SourceKind.Index)];
        SourceReport? found = null;
        foreach (SourceReport index in (SourceReport[])[.. indexes.Skip(1), .. indexes.Take(1)])
        {
            if (index.Outcome == SourceOutcome.Absent || (index.Outcome == SourceOutcome.Denied && index.Status == 403 && IsTorchIndex(index.Name))) continue;
            if (index.Outcome == SourceOutcome.Found) found = index;
            else stop ??= index;
            if (index.Outcome == SourceOutcome.Failed) return null;
            if (index.Outcome != SourceOutcome.Offline) break;
        }

        stop ??= links.FirstOrDefault(source => source.Outcome == SourceOutcome.Offline);
        if (found is null && links.All(source => source.Outcome != SourceOutcome.Found)) return null;
        return new IndexPage(Project, [.. links.SelectMany(source => source.Files), .. found?.Files ?? []]);
    }

    // IndexStatusCodeStrategy::from_index_url of uv (crates/uv-distribution-types/src/status_code_strategy.rs): that index says 403 for what it does not have.
    private static bool IsTorchIndex(string name) => Uri.TryCreate(name, UriKind.Absolute, out Uri? address) && address.Host.Equals("download.pytorch.org", StringComparison.OrdinalIgnoreCase);

    private IEnumerable<SourceReport> Of(SourceKind kind) => Sources.Where(source => source.Kind == kind);
}
