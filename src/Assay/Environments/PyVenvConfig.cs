using Assay.Primitives;

namespace Assay.Environments;

/// <summary>The <c>pyvenv.cfg</c> of a virtual environment (PEP 405), read as <c>getpath</c> and <c>site</c> read it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Home">The value of <c>home</c>: the directory of the base interpreter; null without such a line, and then <c>getpath</c> takes no notice of the file.</param>
/// <param name="IncludesSystemSite">True when <c>include-system-site-packages</c> says true. A file without the key counts as true (<c>site.py</c>, <c>venv()</c>).</param>
/// <param name="Version">The Python version the environment was made with (<c>version</c>, or virtualenv's and uv's <c>version_info</c>), or null.</param>
/// <param name="Executable">The interpreter it was made with (<c>executable</c>, or virtualenv's <c>base-executable</c>), or null.</param>
/// <param name="MadeBy"><c>uv</c> or <c>virtualenv</c> when the file says so, else null (the standard library's <c>venv</c>).</param>
public sealed record PyVenvConfig(string Path, string? Home, bool IncludesSystemSite, string? Version, string? Executable, string? MadeBy)
{
    /// <summary>Real files have a few hundred bytes.</summary>
    private const int LargestFile = 1 << 20;

    /// <summary>False when the file holds bytes that are not UTF-8: <c>site</c> raises on it, and the interpreter does not start.</summary>
    public bool IsUtf8 { get; init; } = true;

    /// <summary>What <c>prompt</c> says the shell is to show, without its quotes (<c>venv</c> writes the repr of it), or null.</summary>
    public string? Prompt { get; init; }

    /// <summary>Reads the file.</summary>
    /// <param name="machine">The machine it is on.</param>
    /// <param name="path">The file, absolute.</param>
    /// <returns>What it says, or null when it cannot be read.</returns>
    public static PyVenvConfig? Read(IMachine machine, string path) =>
        machine.ReadWhole(path, LargestFile) is { } bytes ? Parse(path, TextDecoding.Utf8OrLatin1(bytes)) with { IsUtf8 = TextDecoding.FirstBadByte(bytes) is null } : null;

    /// <summary>Understands the text of such a file.</summary>
    /// <param name="path">Where it is from.</param>
    /// <param name="text">The text.</param>
    public static PyVenvConfig Parse(string path, string text)
    {
        string? home = null, version = null, executable = null, madeBy = null, prompt = null;
        bool includesSystemSite = true;
        foreach (string line in text.Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            string value = line[(equals + 1)..].Trim();
            switch (line[..equals].Trim().ToLowerInvariant())
            {
                // getpath stops at the first line, site takes the last; only a hand-made file has two.
                case "home": home ??= Slashes(value); break;
                case "include-system-site-packages": includesSystemSite = value.Equals("true", StringComparison.OrdinalIgnoreCase); break;
                case "version" or "version_info": version ??= value; break;
                case "executable" or "base-executable": executable ??= Slashes(value); break;
                case "prompt": prompt = value.Trim('\'', '"'); break;
                case "uv": madeBy = "uv"; break;
                case "virtualenv": madeBy = "virtualenv"; break;
            }
        }

        return new PyVenvConfig(path, home, includesSystemSite, version, executable, madeBy) { Prompt = prompt };
    }

    /// <summary>Paths here use '/', whatever the file was written on.</summary>
    private static string Slashes(string path) => path.Length > 1 && path[1] == ':' ? path.Replace('\\', '/') : path;
}
