namespace Assay.Binaries.Numpy;

/// <summary><see cref="NumpyUse"/> as a few words that can be kept, without what is found out later.</summary>
internal static class NumpyUseText
{
    private const string Types = "imports types", Attribute = "tells attribute", Second = "knows second names", Target = "target ", Refusal = "refuses ";

    /// <summary>The words.</summary>
    /// <param name="use">What was read.</param>
    public static IReadOnlyList<string> Write(NumpyUse use)
    {
        List<string> words = [use.Class.ToString()];
        if (use.ImportsTypes) words.Add(Types);
        if (use.TellsAttribute) words.Add(Attribute);
        if (use.KnowsSecondNames) words.Add(Second);
        if (use.Target is { } target) words.Add(Target + target);
        words.AddRange(use.RefusalTexts.Select(text => Refusal + text));
        return words;
    }

    /// <summary>What the words say; nothing for those that make no sense.</summary>
    /// <param name="words">The words.</param>
    public static NumpyUse Read(IReadOnlyList<string> words)
    {
        if (words is not [var name, ..] || !Enum.TryParse(name, out NumpyClass kind)) return NumpyUse.None;
        return new NumpyUse(kind)
        {
            ImportsTypes = words.Contains(Types),
            TellsAttribute = words.Contains(Attribute),
            KnowsSecondNames = words.Contains(Second),
            Target = words.FirstOrDefault(word => word.StartsWith(Target, StringComparison.Ordinal))?[Target.Length..],
            RefusalTexts = [.. words.Where(word => word.StartsWith(Refusal, StringComparison.Ordinal)).Select(word => word[Refusal.Length..])],
        };
    }
}
