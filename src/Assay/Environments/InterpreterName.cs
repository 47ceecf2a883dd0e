namespace Assay.Environments;

/// <summary>What the name of an interpreter tells: <c>python3.13t</c>, <c>python311.dll</c>, <c>pypy3.10</c>.</summary>
internal static class InterpreterName
{
    /// <summary>Reads version and ABI flags from a name.</summary>
    /// <param name="name">A file name; what follows the version and flags is not looked at.</param>
    /// <returns>Null when the name does not tell major and minor version.</returns>
    public static (PythonVersion Version, string Flags)? Parse(string name)
    {
        ReadOnlySpan<char> rest = name.AsSpan();
        if (rest.StartsWith("lib")) rest = rest[3..];
        if (rest.StartsWith("python")) rest = rest[6..];
        else if (rest.StartsWith("pypy")) rest = rest[4..];
        else return null;
        if (rest.Length < 2 || !char.IsAsciiDigit(rest[0])) return null;
        int major = rest[0] - '0';
        rest = rest[1..];
        if (rest[0] == '.') rest = rest[1..];
        int digits = 0, minor = 0;
        while (digits < rest.Length && digits < 3 && char.IsAsciiDigit(rest[digits])) minor = (minor * 10) + rest[digits++] - '0';
        if (digits == 0) return null;
        rest = rest[digits..];
        string flags = rest.StartsWith("td") ? "td" : rest.StartsWith("t") ? "t" : rest.StartsWith("d") && !rest.StartsWith("dll") && !rest.StartsWith("dylib") ? "d" : "";
        return (new PythonVersion(major, minor), flags);
    }

    /// <summary>True for names that an interpreter, or a link to one, has: <c>python</c>, <c>python3</c>, <c>python3.12</c>, <c>python.exe</c>, <c>pypy3</c>.</summary>
    /// <param name="name">A file name.</param>
    public static bool LooksLikeInterpreter(string name)
    {
        string stem = name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        string rest = stem.StartsWith("python", StringComparison.OrdinalIgnoreCase) ? stem[6..] : stem.StartsWith("pypy", StringComparison.OrdinalIgnoreCase) ? stem[4..] : "-";
        return rest.All(letter => char.IsAsciiDigit(letter) || letter is '.' or 't' or 'd' or 'm' or 'w');
    }
}
