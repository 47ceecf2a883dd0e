using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Assay.Binaries.Numpy;

/// <summary>
/// Reads <see cref="NumpyUse"/> from the texts among the constants of a file. NumPy keeps the messages of its header apart by generation on purpose, "to allow grepping the binaries"
/// (numpy/_core/include/numpy/numpyconfig.h); other texts (<c>numpy.core.multiarray</c>, the names of types) stand in files of either.
/// </summary>
public static class NumpyUseReader
{
    private static ReadOnlySpan<byte> SecondMessage => "module was compiled against NumPy C-API version 0x%x "u8;

    private static ReadOnlySpan<byte> SizeMessage => "size changed, may indicate binary incompatibility"u8;

    /// <summary>The message of the headers of NumPy 1; later ones add a hint behind it.</summary>
    internal static ReadOnlySpan<byte> FirstMessage => "module compiled against API version 0x%x but this version of numpy is 0x%x"u8;

    /// <summary>What a file tells. Reads its constants.</summary>
    /// <param name="image">The file.</param>
    public static NumpyUse Of(BinaryImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Of(image, () => Read(image.ReadOnlyData().Span));
    }

    /// <summary>What a file tells, its constants being at hand.</summary>
    /// <param name="image">The file.</param>
    /// <param name="read">What its constants tell.</param>
    internal static NumpyUse Of(BinaryImage image, Func<NumpyUse> read)
    {
        NumpyUse use = NumpyUseText.Read(image.Ask("the NumPy it is built for", () => NumpyUseText.Write(read())));
        if (Offers(image, "PyInit__multiarray_umath") || Offers(image, "PyInit_multiarray"))
            return new NumpyUse(NumpyClass.Provider) { ImportsTypes = use.ImportsTypes, Baseline = image.Ask("what it demands of the processor", () => Baseline(image.ReadOnlyData().Span) is { } words ? [words] : []) is [var baseline, ..] ? baseline : null };
        return use.Class == NumpyClass.FirstHeaders ? use with { LevelSource = new Lazy<int?>(() => LevelOf(image)) } : use;
    }

    private static int? LevelOf(BinaryImage image) =>
        image.Ask("the level of NumPy that it asks for", () => NumpyLevelDecoder.Level(image) is { } level ? [level.ToString(CultureInfo.InvariantCulture)] : []) is [var text, ..]
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int found) ? found : null;

    /// <summary>What constants tell.</summary>
    /// <param name="data">The constants.</param>
    internal static NumpyUse Read(ReadOnlySpan<byte> data)
    {
        int second = data.IndexOf(SecondMessage);
        bool isFirst = second < 0 && data.IndexOf(FirstMessage) >= 0;
        bool importsTypes = HasWord(data, "flatiter"u8) && data.IndexOf(SizeMessage) >= 0;
        if (second < 0 && !isFirst && !importsTypes)
            return data.IndexOf("pybind11"u8) >= 0 && data.IndexOf("_ARRAY_API"u8) >= 0 ? new NumpyUse(NumpyClass.Pybind11) { KnowsSecondNames = data.IndexOf("numpy._core"u8) >= 0 } : NumpyUse.None;
        if (second < 0 && !isFirst) return new NumpyUse(NumpyClass.CythonTypesOnly) { ImportsTypes = true };
        return new NumpyUse(isFirst ? NumpyClass.FirstHeaders : NumpyClass.SecondHeaders)
        {
            Target = second >= 0 ? TargetBehind(data[(second + SecondMessage.Length)..]) : null,
            ImportsTypes = importsTypes,
            RefusalTexts = [.. RefusalTexts(data)],
            TellsAttribute = isFirst && HasWord(data, "_ARRAY_API not found"u8),
            KnowsSecondNames = data.IndexOf("numpy._core"u8) >= 0,
        };
    }

    private static bool Offers(BinaryImage image, string function) => image.Offers.Find(image.Format == BinaryFormat.MachO ? "_" + function : function).Count > 0;

    // "(NumPy 1.23) but the running NumPy ..." stands in the same text.
    private static string? TargetBehind(ReadOnlySpan<byte> text)
    {
        const int Longest = 16;
        ReadOnlySpan<byte> opening = "(NumPy "u8;
        if (!text.StartsWith(opening)) return null;
        text = text[opening.Length..];
        int end = text.IndexOf((byte)')');
        return end is > 0 and <= Longest && !text[..end].ContainsAnyExcept("0123456789."u8) ? Encoding.ASCII.GetString(text[..end]) : null;
    }

    // "(SSE SSE2 SSE3) but your machine doesn't support:" stands in the same text (numpy/_core/src/common/npy_cpu_features.c, npy__cpu_validate_baseline).
    internal static string? Baseline(ReadOnlySpan<byte> data)
    {
        const int longest = 400;
        int found = data.IndexOf("NumPy was built with baseline optimizations: \n("u8);
        if (found < 0) return null;
        ReadOnlySpan<byte> text = data[(data[found..].IndexOf((byte)'(') + found + 1)..];
        int end = text.IndexOf((byte)')');
        return end is > 0 and <= longest && !text[..end].ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ "u8) ? Encoding.ASCII.GetString(text[..end]) : null;
    }

    private static List<string> RefusalTexts(ReadOnlySpan<byte> data)
    {
        List<string> texts = [];
        foreach (string module in (ReadOnlySpan<string>)["numpy._core.multiarray", "numpy.core.multiarray"])
        {
            string text = module + " failed to import";
            if (data.IndexOf(Encoding.ASCII.GetBytes(text)) >= 0) texts.Add(text);
        }

        return texts;
    }

    private static bool HasWord(ReadOnlySpan<byte> data, ReadOnlySpan<byte> word)
    {
        for (int from = 0; data[from..].IndexOf(word) is >= 0 and int found; from += found + word.Length)
        {
            int start = from + found, end = start + word.Length;
            if ((start == 0 || data[start - 1] == 0) && end < data.Length && data[end] == 0) return true;
        }

        return false;
    }
}
