using Assay.Primitives;

namespace Assay.Rules;

/// <summary>
/// What the suffix of an extension module says it is for. CPython writes <c>.cpython-311-x86_64-linux-gnu.so</c> on Linux, <c>.cpython-311-darwin.so</c> on macOS
/// and <c>.cp311-win_amd64.pyd</c> on Windows (SOABI in configure.ac, PC/pyconfig.h).
/// </summary>
/// <param name="Python">The interpreter: <c>cpython-311</c>; null for a suffix that names none (<c>.abi3.so</c>, <c>.so</c>).</param>
/// <param name="Platform">The platform: <c>x86_64-linux-gnu</c>, <c>darwin</c>, <c>win_amd64</c>; null when the suffix names none.</param>
public sealed record ExtensionTag(string? Python, string? Platform)
{
    /// <summary>The interpreter in words: <c>CPython 3.10</c>, <c>free-threaded CPython 3.13</c>.</summary>
    public string PythonWord
    {
        get
        {
            if (Python is null) return "any Python";
            string digits = new([.. Python.SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit)]);
            string flags = Python[(Python.IndexOf(digits, StringComparison.Ordinal) + digits.Length)..];
            string version = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
            string name = Python.StartsWith("pypy", StringComparison.Ordinal) ? "PyPy" : "CPython";
            string kind = flags.StartsWith('t') ? "free-threaded " : flags.StartsWith('d') ? "debug " : "";
            return $"{kind}{name} {version}";
        }
    }

    /// <summary>The platform in words: <c>x86_64 Linux</c>, <c>macOS</c>, <c>64-bit Windows</c>.</summary>
    public string PlatformWord => Platform switch
    {
        null => "any system",
        "darwin" => "macOS",
        "win_amd64" => "x86_64 Windows",
        "win_arm64" => "arm64 Windows",
        "win32" => "32-bit Windows",
        _ when Platform.EndsWith("-linux-musl", StringComparison.Ordinal) => $"{Platform[..^"-linux-musl".Length]} Linux with musl",
        _ when Platform.Contains("-linux-", StringComparison.Ordinal) => $"{Platform[..Platform.IndexOf("-linux-", StringComparison.Ordinal)]} Linux",
        _ => Platform,
    };

    /// <summary>Reads the suffix of a file name.</summary>
    /// <param name="path">A file name or path.</param>
    /// <returns>What it says, or null when it is no extension module.</returns>
    public static ExtensionTag? Of(string path)
    {
        string name = PosixPath.Name(path);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? null : OfSuffix(name[dot..]);
    }

    /// <summary>The first of an interpreter's suffixes that names something.</summary>
    /// <param name="suffixes">The suffixes in importlib's order.</param>
    public static ExtensionTag? First(IEnumerable<string> suffixes) => suffixes.Select(OfSuffix).FirstOrDefault(tag => tag?.Python is not null);

    private static ExtensionTag? OfSuffix(string suffix)
    {
        if (!suffix.EndsWith(".so", StringComparison.Ordinal) && !suffix.EndsWith(".pyd", StringComparison.Ordinal)) return null;
        string middle = suffix[..suffix.LastIndexOf('.')].TrimStart('.');

        // A debug build on Windows asks for names that end in _d (PC/dynload_win.c); the rest of the suffix is that of the release build.
        if (middle.StartsWith("_d.", StringComparison.Ordinal) && OfSuffix("." + suffix[(suffix.IndexOf("_d.", StringComparison.Ordinal) + 3)..]) is { Python: { } release } tag) return tag with { Python = release + "d" };
        if (middle.StartsWith("cpython-", StringComparison.Ordinal)) return Split(middle, "cpython-".Length);
        if (middle.StartsWith("cp", StringComparison.Ordinal) && middle.Length > 2 && char.IsAsciiDigit(middle[2])) return Split(middle, 0);
        if (middle.StartsWith("pypy", StringComparison.Ordinal))
        {
            // pypy39-pp73-x86_64-linux-gnu: the second part is PyPy's own ABI.
            string[] parts = middle.Split('-', 3);
            return new ExtensionTag(parts[0], parts.Length > 2 ? parts[2] : null);
        }

        return new ExtensionTag(null, null);
    }

    private static ExtensionTag Split(string middle, int start)
    {
        int dash = middle.IndexOf('-', start);
        string python = dash < 0 ? middle : middle[..dash];
        return new ExtensionTag(python.StartsWith("cpython-", StringComparison.Ordinal) ? python : "cpython-" + python[2..], dash < 0 ? null : middle[(dash + 1)..]);
    }
}
