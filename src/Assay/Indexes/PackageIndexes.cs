using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Indexes.Web;
using Assay.Packaging;
using Assay.Primitives;

namespace Assay.Indexes;

/// <summary>The sources of files of one run, asked project by project. What was answered is kept in memory until the end of the run, and nowhere else. Safe for several threads.</summary>
public sealed class PackageIndexes : IDisposable
{
    private readonly ConcurrentDictionary<string, IndexAnswer> answers = new(StringComparer.Ordinal);
    private readonly ImmutableArray<IndexSource> sources;

    private PackageIndexes(IndexSettings settings, IMachine machine, WebClient? web)
    {
        Web = web;
        ImmutableArray<string> indexes = settings.HasNoIndex ? [] : settings.Indexes.IsDefaultOrEmpty ? [IndexSettings.PublicIndex] : settings.Indexes;
        sources = [.. indexes.Select(index => IndexSource.OfIndex(index, machine, web)), .. settings.FindLinks.Select(place => IndexSource.OfLinks(place, machine, web))];
    }

    /// <summary>How the network is reached; null when it may not be used.</summary>
    internal WebClient? Web { get; }

    /// <summary>Prepares the sources. Nothing is asked yet.</summary>
    /// <param name="settings">Where to look.</param>
    /// <param name="machine">The machine that has the directories, and whose environment names the proxy.</param>
    public static PackageIndexes Open(IndexSettings settings, IMachine machine)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(machine);
        return new PackageIndexes(settings, machine, settings.Offline ? null : new WebClient(new HostWeb(settings.Timeout, new ProxyChoice(settings.Proxy, machine)), settings));
    }

    /// <summary>Prepares the sources over another network than the real one.</summary>
    internal static PackageIndexes Open(IndexSettings settings, IMachine machine, IWeb web) => new(settings, machine, new WebClient(web, settings));

    /// <summary>Asks every source for the files of a project, all at the same time. A source that fails is an answer too; nothing is thrown but for cancellation.</summary>
    /// <param name="project">The project, in any spelling.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IndexAnswer> FindAsync(string project, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(project);
        if (!PackageName.IsValid(project))
            return new IndexAnswer(project) { Sources = [.. sources.Select(source => source.Failed($"{source.Name}: not asked; expected the name of a project, found `{project}`"))] };
        string name = PackageName.Normalize(project);
        if (answers.TryGetValue(name, out IndexAnswer? known)) return known with { Project = project };
        SourceReport[] reports = await Task.WhenAll(sources.Select(source => source.AskAsync(name, cancellation))).ConfigureAwait(false);
        IndexAnswer answer = new(project) { Sources = [.. reports] };
        answers[name] = answer;
        return answer;
    }

    /// <inheritdoc/>
    public void Dispose() => Web?.Dispose();
}
