using System.Collections.Immutable;

namespace Assay.Indexes;

/// <summary>Where the files of projects are looked for, and how patiently. The words are those of pip and uv; nothing is read from the environment but the proxy.</summary>
public sealed record IndexSettings
{
    /// <summary>The index that is asked when none is named.</summary>
    public const string PublicIndex = "https://pypi.org/simple/";

    /// <summary>
    /// Simple indexes (PEP 503, 691): URLs of their roots, or absolute paths of directories with pages. The first is the main one (<c>--index-url</c>,
    /// <c>--default-index</c>), the others are extra ones. Empty stands for <see cref="PublicIndex"/>, unless <see cref="HasNoIndex"/>.
    /// </summary>
    public ImmutableArray<string> Indexes { get; init; } = [];

    /// <summary>Places of files outside any index (<c>--find-links</c>): absolute paths of directories with wheels and source distributions, or pages with links.</summary>
    public ImmutableArray<string> FindLinks { get; init; } = [];

    /// <summary>True to ask no index at all (<c>--no-index</c>), only <see cref="FindLinks"/>.</summary>
    public bool HasNoIndex { get; init; }

    /// <summary>True when the network may not be used: a source with a URL then answers that it was not asked.</summary>
    public bool Offline { get; init; }

    /// <summary>How long is waited for a connection, for the head of an answer, and for the next part of its body.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a request that failed in passing is repeated.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>How long one page may take in all, with every repetition, redirection and wait: what ends a body that never stops coming.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The proxy for every URL; null to obey <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c>.</summary>
    public string? Proxy { get; init; }

    /// <summary>The wait before the second repetition; it doubles from there on, and the first one comes at once, as in pip.</summary>
    internal TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(0.5);
}
