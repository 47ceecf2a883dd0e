using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Assay.Binaries;
using Assay.Binaries.Numpy;
using Assay.Imports;
using Assay.Targets;

namespace Assay.Loading;

/// <summary>
/// Reads <see cref="CompiledNames"/> out of the read-only data of a file. Cython keeps the module of every <c>cimport</c> as a text of its own
/// (<c>__Pyx_ImportType</c>, <c>__Pyx_ImportFunction</c>).
/// </summary>
internal static class CompiledNameReader
{
    private const int LongestName = 120, MostNames = 4000;

    private static readonly ConditionalWeakTable<BinaryImage, CompiledNames> Known = [];

    /// <summary>The names in a file; read once.</summary>
    /// <param name="image">The file.</param>
    /// <param name="module">The dotted name it is imported as.</param>
    public static CompiledNames Of(BinaryImage image, string module) => Known.GetValue(image, file =>
    {
        // Most files are asked once for everything, so their constants are read once; whoever knows the answers by heart never reads them.
        string package = module.Split('.')[0];
        Lazy<(CompiledNames Names, NumpyUse Numpy)> read = new(() =>
        {
            ReadOnlyMemory<byte> constants = file.ReadOnlyData();
            return (Read(constants.Span, package), NumpyUseReader.Read(constants.Span));
        });
        return Tell(file, package, () => read.Value.Names) with { Numpy = NumpyUseReader.Of(file, () => read.Value.Numpy) };
    });

    // The identifiers are many, and few of them are ever asked for: each question has an answer of its own.
    private static CompiledNames Tell(BinaryImage file, string package, Func<CompiledNames> read)
    {
        IReadOnlyList<string> told = file.Ask($"names of modules of {package}", () => [read().IsCython ? "Cython" : "", .. read().Qualified, .. read().Private]);
        return new CompiledNames([.. told.Skip(1).Where(name => name.Contains('.', StringComparison.Ordinal))], [.. told.Skip(1).Where(name => !name.Contains('.', StringComparison.Ordinal))], told is ["Cython", ..], NumpyUse.None)
        {
            Identifies = name => file.AskWhether($"constants may name {name}", () => read().MayMention(name)),
        };
    }

    /// <summary>The NumPy that the code of a file for an architecture was built for, whether or not a process has opened it.</summary>
    /// <param name="store">The binaries.</param>
    /// <param name="path">The file, absolute.</param>
    /// <param name="architecture">The architecture.</param>
    public static NumpyUse NumpyUseOf(BinaryStore store, string path, Architecture architecture) =>
        store.Get(path, out _)?.Images.FirstOrDefault(image => image.Architecture == architecture) is { } image ? NumpyUseReader.Of(image) : NumpyUse.None;

    /// <summary>The names in read-only data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="package">The top-level package whose modules count.</param>
    internal static CompiledNames Read(ReadOnlySpan<byte> data, string package)
    {
        byte[] prefix = Encoding.UTF8.GetBytes(package + ".");
        HashSet<string> qualified = [], single = [];
        HashSet<uint> identifiers = [];
        bool isCython = false;
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
                case (byte)'_':
                    isCython |= text.SequenceEqual("__pyx_capi__"u8);
                    break;
                case (byte)'%':
                    isCython |= text.IndexOf("size changed, may indicate binary incompatibility"u8) >= 0;
                    break;
            }
        }

        return new CompiledNames([.. qualified], [.. single], isCython, NumpyUse.None) { Identifiers = identifiers };
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
