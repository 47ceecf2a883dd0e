using System.Globalization;

namespace Assay.Packaging.Choosing;

/// <summary>The CPython that is to run a distribution, as far as tags and Requires-Python look at it.</summary>
/// <param name="Major">3.</param>
/// <param name="Minor">The minor version.</param>
/// <param name="Micro">The patch version; Requires-Python may look at it.</param>
/// <param name="IsFreeThreaded">True for builds without the global interpreter lock (PEP 703).</param>
public readonly record struct PythonBuild(int Major, int Minor, int Micro = 0, bool IsFreeThreaded = false)
{
    /// <summary>The interpreter tag: <c>cp311</c>.</summary>
    public string Tag => $"cp{Major}{Minor}";

    /// <summary>The ABI tag: <c>cp311</c>, <c>cp313t</c>.</summary>
    public string Abi => IsFreeThreaded ? Tag + "t" : Tag;

    /// <summary>The full version.</summary>
    public string FullVersion => $"{Major}.{Minor}.{Micro}";

    /// <summary>Reads <c>3.11</c>, <c>3.11.4</c>, <c>3.13t</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="build">The build.</param>
    public static bool TryParse(string text, out PythonBuild build)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool free = text.EndsWith('t');
        string[] parts = (free ? text[..^1] : text).Split('.');
        build = default;
        if (parts.Length is < 2 or > 3) return false;
        int[] numbers = new int[3];
        for (int i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]) || numbers[i] > 9999) return false;
        build = new PythonBuild(numbers[0], numbers[1], numbers[2], free);
        return numbers[0] == 3;
    }

    /// <summary>The version, with <c>t</c> for a free-threaded build.</summary>
    public override string ToString() => $"{Major}.{Minor}{(IsFreeThreaded ? "t" : "")}";
}
