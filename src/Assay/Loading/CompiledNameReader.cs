using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Assay.Binaries;
using Assay.Imports;

namespace Assay.Loading;

/// <summary>
/// Reads <see cref="CompiledNames"/> out of the read-only data of a file. Cython keeps the module of every <c>cimport</c> as a text of its own
/// (<c>__Pyx_ImportType</c>, <c>__Pyx_ImportFunction</c>), and NumPy's <c>import_array</c> the modules it looks for (numpy/core/include/numpy/__multiarray_api.h).
/// </summary>
internal static class CompiledNameReader
{
    private const int LongestName = 120, MostNames = 4000;

    private static readonly ConditionalWeakTable<BinaryImage, CompiledNames> Known = [];

    /// <summary>The names in a file; read once.</summary>
    /// <param name="image">The file.</param>
    /// <param name="module">The dotted name it is imported as.</param>
    public static CompiledNames Of(BinaryImage image, string module) => Known.GetValue(image, file => Read(file.ReadOnlyData().Span, module.Split('.')[0]));

    /// <summary>The names in read-only data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="package">The top-level package whose modules count.</param>
    internal static CompiledNames Read(ReadOnlySpan<byte> data, string package)
    {
        byte[] prefix = Encoding.UTF8.GetBytes(package + ".");
        HashSet<string> qualified = [], single = [];
        HashSet<uint> identifiers = [];
        bool isCython = false, asksForFirst = false, asksForSecond = false, hasIterator = false, comparesSizes = false;
        while (data.Length > 0)
        {
            int length = data.IndexOf((byte)0);
            if (length < 0) break;
            ReadOnlySpan<byte> text = data[..length];
            data = data[(length + 1)..];
            if (length < 2) continue;
            if (length <= LongestName && IsDotted(text) && !text.Contains((byte)'.')) identifiers.Add(CompiledNames.Mark(text));
            if (length <= LongestName && qualified.Count + single.Count < MostNames)
            {
                if (text[0] == '_' && text[1] != '_' && IsDotted(text) && !text.Contains((byte)'.')) single.Add(Encoding.UTF8.GetString(text));
                else if (text.StartsWith(prefix) && IsDotted(text)) qualified.Add(Encoding.UTF8.GetString(text));
            }

            switch (text[0])
            {
                case (byte)'n':
                    asksForFirst |= text.SequenceEqual("numpy.core._multiarray_umath"u8) || text.SequenceEqual("numpy.core.multiarray"u8);
                    asksForSecond |= text.SequenceEqual("numpy._core._multiarray_umath"u8);
                    break;
                case (byte)'_':
                    isCython |= text.SequenceEqual("__pyx_capi__"u8);
                    break;
                case (byte)'f':
                    hasIterator |= text.SequenceEqual("flatiter"u8);
                    break;
                case (byte)'%':
                    comparesSizes |= text.IndexOf("size changed, may indicate binary incompatibility"u8) >= 0;
                    break;
            }
        }

        isCython |= comparesSizes;
        NumpyHeaders headers = asksForSecond ? NumpyHeaders.Second : !asksForFirst ? NumpyHeaders.None : hasIterator && comparesSizes ? NumpyHeaders.FirstWithTypes : NumpyHeaders.First;
        return new CompiledNames([.. qualified], [.. single], isCython, headers) { Identifiers = identifiers };
    }

    private static bool IsDotted(ReadOnlySpan<byte> text)
    {
        bool start = true;
        foreach (byte b in text)
        {
            if (b == '.')
            {
                if (start) return false;
                start = true;
                continue;
            }

            bool isLetter = b == '_' || (b | 0x20) is >= (byte)'a' and <= (byte)'z';
            if (!isLetter && (start || b is not (>= (byte)'0' and <= (byte)'9'))) return false;
            start = false;
        }

        return !start;
    }
}
