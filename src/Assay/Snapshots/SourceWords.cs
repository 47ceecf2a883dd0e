using System.Text;

namespace Assay.Snapshots;

/// <summary>Words that the walk looks for in code without reading it: what is left out of a source leaves them behind.</summary>
internal static class SourceWords
{
    private static readonly byte[][] Words = [.. new[] { "globals()[", "globals(", "setattr(", "import", "yield" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>The words of a stretch, behind a beginning; nothing when it holds none.</summary>
    /// <param name="text">The stretch.</param>
    /// <param name="start">What they are written behind.</param>
    /// <param name="skipped">A word that is not written.</param>
    public static byte[] In(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start, string? skipped = null)
    {
        List<byte>? found = null;
        foreach (byte[] word in Words)
        {
            if (text.IndexOf(word) < 0 || (skipped is not null && Encoding.ASCII.GetString(word) == skipped)) continue;
            found ??= [.. start];
            found.Add((byte)' ');
            found.AddRange(word);

            // Whoever steps over code counts brackets.
            if (word[^1] == '(') found.Add((byte)')');
            if (word[^1] == '[') found.Add((byte)']');
        }

        return found is null ? [] : [.. found];
    }
}
