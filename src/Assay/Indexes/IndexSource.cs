using Assay.Indexes.Web;
using Assay.Primitives;

namespace Assay.Indexes;

/// <summary>One place that is asked for the files of projects.</summary>
/// <param name="name">How it is shown: without credentials.</param>
/// <param name="kind">What it is.</param>
internal abstract class IndexSource(string name, SourceKind kind)
{
    /// <summary>How it is shown.</summary>
    public string Name { get; } = name;

    /// <summary>What it is.</summary>
    public SourceKind Kind { get; } = kind;

    /// <summary>The source that an index setting names.</summary>
    public static IndexSource OfIndex(string place, IMachine machine, WebClient? web) =>
        WebAddress.Parse(place) is { } address ? web is null ? new MuteSource(WebAddress.Show(address), SourceKind.Index, SourceOutcome.Offline) : new WebSource(address, SourceKind.Index, web)
        : PathOf(place) is { } path ? new PageFolderSource(path, machine)
        : new MuteSource(WebAddress.Hide(place), SourceKind.Index, SourceOutcome.Failed);

    /// <summary>The source that a find-links setting names.</summary>
    public static IndexSource OfLinks(string place, IMachine machine, WebClient? web) =>
        WebAddress.Parse(place) is { } address ? web is null ? new MuteSource(WebAddress.Show(address), SourceKind.LinkPage, SourceOutcome.Offline) : new WebSource(address, SourceKind.LinkPage, web)
        : PathOf(place) is not { } path ? new MuteSource(WebAddress.Hide(place), SourceKind.LinkPage, SourceOutcome.Failed)
        : machine.IsFile(path) ? new LinkFileSource(path, machine)
        : new LinkFolderSource(path, machine);

    /// <summary>Asks for a project.</summary>
    /// <param name="project">The normalised name.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public abstract Task<SourceReport> AskAsync(string project, CancellationToken cancellation);

    /// <summary>A report of failure.</summary>
    public SourceReport Failed(string message) => new(Name, Kind, SourceOutcome.Failed) { Message = message };

    // A file URL is a path in other clothes.
    private static string? PathOf(string place) =>
        place.StartsWith('/') ? place
        : place.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(place, UriKind.Absolute, out Uri? address) && address.IsFile ? address.LocalPath
        : null;

    /// <summary>A source that is never asked: the network is off, or the setting names nothing.</summary>
    private sealed class MuteSource(string name, SourceKind kind, SourceOutcome outcome) : IndexSource(name, kind)
    {
        public override Task<SourceReport> AskAsync(string project, CancellationToken cancellation) => Task.FromResult(new SourceReport(Name, Kind, outcome)
        {
            Message = outcome == SourceOutcome.Offline
                ? $"{Name}: not asked for `{project}`, because the network is switched off; name a directory, or allow the network"
                : $"{Name}: expected a URL with http or https, or a directory; found neither",
        });
    }
}
