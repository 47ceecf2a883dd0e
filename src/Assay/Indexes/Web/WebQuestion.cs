namespace Assay.Indexes.Web;

/// <summary>One GET request.</summary>
/// <param name="Address">Where it goes; http or https, without user and password.</param>
internal sealed record WebQuestion(Uri Address)
{
    /// <summary>The media types wanted, or null for any.</summary>
    public string? Accept { get; init; }

    /// <summary>The user and the password as Basic authentication writes them, or null.</summary>
    public string? Credentials { get; init; }

    /// <summary>The bytes wanted, or null for all; then the server may pack them.</summary>
    public WebRange? Range { get; init; }

    /// <summary>How many bytes of a body are taken at most.</summary>
    public long MostBytes { get; init; } = 128L << 20;
}
