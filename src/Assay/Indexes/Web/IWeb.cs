namespace Assay.Indexes.Web;

/// <summary>The network through one seam: one request, one reply, no second try. The real one is <see cref="HostWeb"/>.</summary>
internal interface IWeb : IDisposable
{
    /// <summary>Sends a request and reads what comes back.</summary>
    /// <param name="question">The request.</param>
    /// <param name="cancellation">Ends it; the only reason to throw.</param>
    Task<WebReply> SendAsync(WebQuestion question, CancellationToken cancellation);
}
