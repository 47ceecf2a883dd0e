namespace Assay.Indexes.Web;

/// <summary>How a question ended after repetitions and redirections.</summary>
/// <param name="Address">The last URL, without credentials.</param>
/// <param name="Reply">The last reply.</param>
internal sealed record WebAnswer(Uri Address, WebReply Reply)
{
    /// <summary>The content unpacked; null without one.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Why there is no content, one line with the address; null when there is.</summary>
    public string? Problem { get; init; }

    /// <summary>How many requests were sent.</summary>
    public int Requests { get; init; }

    /// <summary>How many bytes of bodies were taken.</summary>
    public long Bytes { get; init; }
}
