namespace Assay.Indexes.Web;

/// <summary>What came back for one request.</summary>
/// <param name="Status">The status; 0 when there was none.</param>
internal sealed record WebReply(int Status)
{
    /// <summary>Why there is no whole reply; null when there is.</summary>
    public WebFault? Fault { get; init; }

    /// <summary>The fault in words, without an address.</summary>
    public string? FaultText { get; init; }

    /// <summary>The body as it was sent.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>The media type with its parameters, or null.</summary>
    public string? ContentType { get; init; }

    /// <summary>How the body is packed, or null.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>Which part of what the body is, or null.</summary>
    public string? ContentRange { get; init; }

    /// <summary>The mark of this very content, or null.</summary>
    public string? EntityTag { get; init; }

    /// <summary>The length that the head gives the body, or null.</summary>
    public long? ContentLength { get; init; }

    /// <summary>Where it is instead, or null.</summary>
    public string? Location { get; init; }

    /// <summary>How long the server wants to be left alone, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A reply that did not come.</summary>
    public static WebReply Lost(WebFault fault, string text, int status = 0) => new(status) { Fault = fault, FaultText = text };
}
