using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>A file of a snapshot: the stretches that it holds, and the answers that it knows by heart. Its code is never there.</summary>
/// <param name="content">What the snapshot holds.</param>
/// <param name="path">Its path.</param>
internal sealed class KeptSource(SnapshotContent content, string path = "a file") : ByteSource
{
    /// <inheritdoc/>
    public override long Length => content.Length;

    /// <inheritdoc/>
    public override bool HoldsCode => false;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination) => content.Read(offset, destination) ?? throw new NotRecordedException($"bytes {offset} to {offset + destination.Length} of {path}");

    /// <inheritdoc/>
    public override byte[] ReadUpTo(long offset, long count)
    {
        // The size is only what somebody wrote: what is not kept gets no memory.
        long wanted = Math.Min(count, Length - offset);
        return offset < 0 || wanted <= 0 || content.Covers(offset, wanted) ? base.ReadUpTo(offset, count) : throw new NotRecordedException($"bytes {offset} to {offset + wanted} of {path}");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Ask(string question, Func<IReadOnlyList<string>> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return content.Answers.TryGetValue(question, out IReadOnlyList<string>? known) ? known : answer();
    }
}
