namespace Assay.Packaging.Locking;

/// <summary>By what a wheel misses an interpreter on a machine, in a few words.</summary>
internal static class WheelMiss
{
    /// <summary>The wheel that misses by the least, with what it is for; null when there is no wheel.</summary>
    /// <param name="files">Names of files; those of wheels count.</param>
    /// <param name="tags">What interpreter and machine take.</param>
    public static string? Nearest(IEnumerable<string> files, Choosing.SupportedTags tags)
    {
        (int Distance, string Text)? best = null;
        foreach (string file in files)
        {
            if (!WheelFilename.TryParse(file, out WheelFilename? wheel)) continue;
            (int distance, string words) = Of(wheel, tags);
            if (best is null || distance < best.Value.Distance) best = (distance, $"`{file}` is {words}");
        }

        return best?.Text;
    }

    /// <summary>What a wheel is for that does not fit: 1 for another Python, 2 for another machine, 3 for both.</summary>
    /// <param name="wheel">The wheel.</param>
    /// <param name="tags">What interpreter and machine take.</param>
    public static (int Distance, string Words) Of(WheelFilename wheel, Choosing.SupportedTags tags)
    {
        HashSet<string> platforms = [.. tags.All.Select(tag => tag.Platform)];
        HashSet<(string Python, string Abi)> interpreters = [.. tags.All.Select(tag => (tag.Python, tag.Abi))];
        bool fitsPlatform = wheel.Tags.Any(tag => platforms.Contains(tag.Platform)), fitsPython = wheel.Tags.Any(tag => interpreters.Contains((tag.Python, tag.Abi)));
        string python = string.Join(" and ", wheel.Tags.Select(PythonName).Distinct()), platform = string.Join(" and ", wheel.Tags.Select(tag => tag.Platform).Distinct());
        return fitsPlatform && !fitsPython ? (1, $"for {python}") : fitsPython && !fitsPlatform ? (2, $"for {platform}") : (3, $"for {python} on {platform}");
    }

    private static string PythonName(WheelTag tag)
    {
        string implementation = tag.Python[..2] switch { "cp" => "CPython", "pp" => "PyPy", _ => "Python" };
        string digits = tag.Python.Length > 2 ? tag.Python[2..] : "";
        string version = digits.Length > 1 ? $"{digits[..1]}.{digits[1..]}" : digits;
        string kind = tag.Abi.StartsWith("abi3", StringComparison.Ordinal) ? " and later" : tag.Abi.StartsWith("cp", StringComparison.Ordinal) && tag.Abi.EndsWith('t') ? ", free-threaded" : "";
        return $"{implementation} {version}{kind}";
    }
}
