using System.CommandLine;

namespace Assay.Cli.Commands;

/// <summary>Where files are looked for: the options that every command with an index has.</summary>
internal sealed class IndexOptions
{
    private readonly Option<string[]> indexes = new("--index", "--index-url", "--extra-index-url") { Description = "A simple index: its URL, or a directory of its pages; may be repeated, the first is the main one. None: what pip's or uv's variables name, else PyPI.", HelpName = "URL|DIR" };

    private readonly Option<string[]> findLinks = new("--find-links", "-f") { Description = "A directory of wheels and source distributions, or a page of links; may be repeated.", HelpName = "DIR|URL" };

    private readonly Option<bool> noIndex = new("--no-index") { Description = "Ask no index, only --find-links." };

    private readonly Option<bool> offline = new("--offline") { Description = "Do not use the network." };

    private readonly Option<int?> timeout = new("--timeout") { Description = "Seconds to wait for a server (15).", HelpName = "SECONDS" };

    private readonly Option<int?> retries = new("--retries") { Description = "How often a request that failed in passing is repeated (5).", HelpName = "NUMBER" };

    private readonly Option<string?> proxy = new("--proxy") { Description = "A proxy for all requests. None: HTTPS_PROXY, HTTP_PROXY and NO_PROXY count.", HelpName = "URL" };

    /// <summary>The options.</summary>
    public Option[] All => [indexes, findLinks, noIndex, offline, timeout, retries, proxy];

    public IndexRequest Read(ParseResult parsed) => new(
        parsed.GetValue(indexes) ?? [],
        parsed.GetValue(findLinks) ?? [],
        parsed.GetValue(noIndex),
        parsed.GetValue(offline),
        parsed.GetValue(timeout),
        parsed.GetValue(retries),
        parsed.GetValue(proxy));
}
