using Assay.Indexes.Web;
using Assay.Packaging.Indexing;

namespace Assay.Indexes;

/// <summary>A simple index, or a page with links, at a URL.</summary>
/// <param name="root">The URL as it was given.</param>
/// <param name="kind">Which of the two.</param>
/// <param name="web">The network.</param>
internal sealed class WebSource(Uri root, SourceKind kind, WebClient web) : IndexSource(WebAddress.Show(root), kind)
{
    // What pip and uv ask for, with weights between theirs.
    private const string Json = "application/vnd.pypi.simple.v1+json", Html = "application/vnd.pypi.simple.v1+html", PlainHtml = "text/html";

    private readonly SemaphoreSlim gate = new(1);
    private SourceReport? page;

    // A server that is not there is not waited for anew with every project: how that was said first, or null.
    private volatile string? gone;

    /// <inheritdoc/>
    public override async Task<SourceReport> AskAsync(string project, CancellationToken cancellation)
    {
        if (Kind == SourceKind.Index) return await ReadAsync(new Uri(Slashed(WebAddress.Bare(root)), project + "/"), cancellation).ConfigureAwait(false);

        // A page with links is the same for every project, and read once.
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            page ??= await ReadAsync(WebAddress.Bare(root), cancellation).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }

        return page.Outcome == SourceOutcome.Found ? ProjectFiles.Report(this, page.Files, project) with { Status = page.Status, Requests = page.Requests } : page;
    }

    private async Task<SourceReport> ReadAsync(Uri address, CancellationToken cancellation)
    {
        if (gone is { } before) return Failed($"{WebAddress.Show(address)}: not asked after a vain attempt: {before}");
        WebAnswer answer = await web.GetAsync(new WebQuestion(address) { Accept = $"{Json}, {Html};q=0.2, {PlainHtml};q=0.01", MostBytes = IndexPageReader.MostBytes }, cancellation).ConfigureAwait(false);
        if (answer.Reply is { Status: 0, Fault: WebFault.NoHost or WebFault.NoConnection or WebFault.NotSecure or WebFault.Proxy or WebFault.TimedOut or WebFault.NotAble }) gone ??= answer.Problem;
        SourceReport report = new(Name, Kind, SourceOutcome.Found) { Status = answer.Reply.Status == 0 ? null : answer.Reply.Status, Requests = answer.Requests };
        if (answer.Problem is { } problem)
        {
            SourceOutcome outcome = answer.Reply.Fault is not null ? SourceOutcome.Failed : answer.Reply.Status switch
            {
                404 when Kind == SourceKind.Index => SourceOutcome.Absent,
                401 or 403 => SourceOutcome.Denied,
                _ => SourceOutcome.Failed,
            };
            return report with { Outcome = outcome, Message = outcome == SourceOutcome.Absent ? null : problem };
        }

        // Both tools take these three types and no other, not even a sister of them.
        string type = (answer.Reply.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        string place = WebAddress.Show(answer.Address);
        if (type is not (Json or Html or PlainHtml))
            return Failed($"{place}: expected a page of a simple index in HTML or JSON, found {(type.Length == 0 ? "one of no known type" : $"`{type}`")}; check that the URL is the root of an index") with { Status = report.Status, Requests = report.Requests };
        IndexReading reading = IndexPageReader.Read(answer.Content, type, answer.Address);
        if (reading.Problem is { } fault) return Failed($"{place}: {fault}; check that the URL is the root of an index") with { Status = report.Status, Requests = report.Requests };
        return report with
        {
            Files = reading.Files,
            Message = reading.Files.IsEmpty && type == PlainHtml ? $"{place}: expected links to files, found a page without any; it may be a login page, or a server that answers everything" : null,
        };
    }

    private static Uri Slashed(Uri address) => address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
}
