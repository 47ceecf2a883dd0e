using System.Text;
using System.Text.RegularExpressions;
using Assay.Environments;
using Assay.Packaging;
using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>Leaves out of files what no judge looks at: bodies of functions that are not executed, the description of a distribution, most of the digests in RECORD.</summary>
internal static partial class ContentReduction
{
    private static readonly string[] Headers = ["Metadata-Version", "Name", "Version", "Requires-Python", "Requires-Dist", "Provides-Extra"];

    /// <summary>The content of a file as a snapshot keeps it, or null to keep the stretches that were read.</summary>
    /// <param name="content">What was read.</param>
    /// <param name="messages">What the verdicts say.</param>
    public static byte[]? Reduce(SnapshotContent content, string messages)
    {
        if (content.Pieces is not [{ Start: 0 } only]) return null;
        string name = PosixPath.Name(content.Path), folder = PosixPath.Name(PosixPath.Directory(content.Path));
        bool isMetadata = folder.EndsWith(".dist-info", StringComparison.OrdinalIgnoreCase) || folder.EndsWith(".egg-info", StringComparison.OrdinalIgnoreCase);
        if ((isMetadata && name is "METADATA" or "PKG-INFO") || name.EndsWith(".egg-info", StringComparison.OrdinalIgnoreCase)) return OfMetadata(only.Bytes);
        if (!content.IsWhole) return null;
        if (isMetadata && name == "RECORD") return OfRecord(only.Bytes);
        return name.EndsWith(".py", StringComparison.Ordinal) && !content.IsReadAsText ? SourceReduction.Reduce(only.Bytes, content.Parts, messages) : null;
    }

    private static byte[]? OfMetadata(byte[] bytes)
    {
        int length = CoreMetadata.HeaderLength(bytes);
        if (length < 0) return null;
        ReadOnlySpan<byte> head = bytes.AsSpan(0, length);
        if (head.Contains((byte)0) || !System.Text.Unicode.Utf8.IsValid(head)) return null;
        CoreMetadata read = new(Encoding.UTF8.GetString(head));
        if (read.HasOddLine) return null;
        StringBuilder kept = new();
        foreach (string header in Headers)
            foreach (string value in read.All(header)) kept.Append(header).Append(": ").Append(value.Replace("\n", "\n ", StringComparison.Ordinal)).Append('\n');
        return Encoding.UTF8.GetBytes(kept.Append('\n').ToString());
    }

    // A question for a digest names its beginning, see RecordComparison.
    private static byte[]? OfRecord(byte[] bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) return null;
        return Encoding.UTF8.GetBytes(Line().Replace(Encoding.UTF8.GetString(bytes), match =>
            match.Groups["path"].Value is var path && (path.EndsWith(".py", StringComparison.Ordinal) || Binaries.NativeName.IsOne(path))
                ? $"{path},sha256={match.Groups["digest"].Value[..RecordComparison.AskedLength]},{match.Groups["size"].Value}"
                : path + ",,"));
    }

    [GeneratedRegex(@"^(?<path>[^,""\r\n]+),sha256=(?<digest>[A-Za-z0-9_-]{40,50})=*,(?<size>\d*)(?=\r?$)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Line();
}
