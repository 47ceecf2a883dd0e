using System.Collections.Immutable;
using System.Text;
using Assay.Primitives;

namespace Assay.Environments;

/// <summary>What the lines of one <c>.pth</c> file mean to <c>site.addpackage</c>.</summary>
/// <param name="Directories">The path lines in order, joined to the directory of the file; not yet tested for existence.</param>
/// <param name="CodeLines">The lines that are executed: number (from 1) and text.</param>
/// <param name="Problem">Why the file could not be read, or null.</param>
/// <param name="BadByte">Where its first byte that is not UTF-8 is, in bytes from its start; null when there is none.</param>
internal sealed record PathFile(ImmutableArray<string> Directories, ImmutableArray<(int Number, string Line)> CodeLines, string? Problem, long? BadByte)
{
    private const int LargestFile = 4 << 20;

    /// <summary>Reads one file.</summary>
    /// <param name="machine">The machine it is on.</param>
    /// <param name="directory">The site directory it is in.</param>
    /// <param name="name">Its name.</param>
    /// <param name="dropsByteOrderMark">True from 3.12.4 and 3.13 on, whose <c>site.py</c> reads these files as <c>utf-8-sig</c>.</param>
    public static PathFile Read(IMachine machine, string directory, string name, bool dropsByteOrderMark)
    {
        string path = PosixPath.Join(directory, name);
        if (machine.ReadWhole(path, LargestFile) is not { } bytes) return new PathFile([], [], $"{path}: cannot be read", null);
        string text = TextDecoding.Utf8OrLatin1(bytes);
        if (!dropsByteOrderMark && bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble)) text = "\uFEFF" + text;
        ImmutableArray<string>.Builder directories = ImmutableArray.CreateBuilder<string>();
        ImmutableArray<(int, string)>.Builder code = ImmutableArray.CreateBuilder<(int, string)>();
        int number = 0;
        foreach (string raw in text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r'))
        {
            number++;
            if (raw.StartsWith('#') || string.IsNullOrWhiteSpace(raw)) continue;
            if (raw.StartsWith("import ", StringComparison.Ordinal) || raw.StartsWith("import\t", StringComparison.Ordinal)) code.Add((number, raw.TrimEnd()));
            else directories.Add(PosixPath.Normalize(PosixPath.Join(directory, raw.TrimEnd())));
        }

        return new PathFile(directories.ToImmutable(), code.ToImmutable(), null, TextDecoding.FirstBadByte(bytes));
    }
}
