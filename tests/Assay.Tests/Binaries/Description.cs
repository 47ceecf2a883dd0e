using Assay.Binaries;
using Assay.Primitives;

namespace Assay.Tests.Binaries;

/// <summary>Descriptions of binaries, for tests that compare them.</summary>
internal static class Description
{
    /// <summary>Everything the dump of some bytes says, remarks and faults included.</summary>
    public static string Of(byte[] content)
    {
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(content));
        return BinaryDump.Text(file);
    }

    /// <summary>What the dump says that can be assembled again: no remarks, no faults.</summary>
    public static string Facts(byte[] content) =>
        string.Concat(Of(content).Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#') && !line.StartsWith("fault ", StringComparison.Ordinal)).Select(line => line + "\n"));

    /// <summary>The first line in which two texts differ.</summary>
    public static string FirstDifference(string first, string second)
    {
        string[] left = first.Split('\n'), right = second.Split('\n');
        for (int i = 0; ; i++)
        {
            string a = i < left.Length ? left[i] : "(end)", b = i < right.Length ? right[i] : "(end)";
            if (a != b || i >= left.Length) return $"  line {i + 1}: {a}\n  line {i + 1}: {b}";
        }
    }
}
