namespace Assay.Packaging;

/// <summary>One compatibility tag (PEP 425): <c>cp311-cp311-manylinux_2_28_x86_64</c>.</summary>
/// <param name="Python">The interpreter tag: <c>cp311</c>, <c>py3</c>.</param>
/// <param name="Abi">The ABI tag: <c>cp311</c>, <c>abi3</c>, <c>none</c>.</param>
/// <param name="Platform">The platform tag: <c>any</c>, <c>macosx_11_0_arm64</c>.</param>
public readonly record struct WheelTag(string Python, string Abi, string Platform)
{
    /// <summary>Reads one tag, or a compressed set of them such as <c>py2.py3-none-any</c>.</summary>
    /// <param name="text">The three parts with '-' between them.</param>
    /// <param name="tags">The tags in the order of the parts.</param>
    /// <param name="limit">The most tags accepted; a set that stands for more is refused.</param>
    /// <returns>False when the text is no tag.</returns>
    public static bool TryParseSet(string text, out IReadOnlyList<WheelTag> tags, int limit = 10_000)
    {
        tags = [];
        string[] parts = text.Split('-');
        if (parts.Length != 3) return false;
        string[] pythons = parts[0].Split('.'), abis = parts[1].Split('.'), platforms = parts[2].Split('.');
        if (pythons.Contains("") || abis.Contains("") || platforms.Contains("") || !pythons.All(IsIdentifier)) return false;
        if ((long)pythons.Length * abis.Length * platforms.Length > limit) return false;
        tags = [.. from python in pythons from abi in abis from platform in platforms select new WheelTag(python.ToLowerInvariant(), abi.ToLowerInvariant(), platform.ToLowerInvariant())];
        return true;
    }

    /// <summary>The three parts with '-' between them.</summary>
    public override string ToString() => $"{Python}-{Abi}-{Platform}";

    private static bool IsIdentifier(string text) => (char.IsLetter(text[0]) || text[0] == '_') && text.All(letter => char.IsLetterOrDigit(letter) || letter == '_');
}
