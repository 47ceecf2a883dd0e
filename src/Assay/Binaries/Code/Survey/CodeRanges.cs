namespace Assay.Binaries.Code.Survey;

/// <summary>Searches sorted ranges of code.</summary>
internal static class CodeRanges
{
    /// <summary>The range that holds an address, or null.</summary>
    /// <param name="ranges">The ranges by address.</param>
    /// <param name="address">The address.</param>
    public static CodeRange? Around(CodeRange[] ranges, ulong address)
    {
        int low = 0, high = ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (ranges[middle].Start <= address) low = middle + 1;
            else high = middle - 1;
        }

        return high >= 0 && address < ranges[high].End ? ranges[high] : null;
    }

    /// <summary>True when a range holds the address.</summary>
    /// <param name="ranges">The ranges by address.</param>
    /// <param name="address">The address.</param>
    public static bool Hold(CodeRange[] ranges, ulong address) => Around(ranges, address) is not null;
}
