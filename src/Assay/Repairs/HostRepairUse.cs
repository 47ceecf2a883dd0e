using System.Globalization;
using System.Text;

namespace Assay.Repairs;

/// <summary>Which processes run from an environment, as far as <c>/proc</c> tells this user (proc(5)); elsewhere nobody is found.</summary>
internal static class HostRepairUse
{
    private const int MostText = 1 << 22;

    /// <summary>The first one there is: its number and its command; null for none.</summary>
    /// <param name="prefix">The environment.</param>
    public static string? Find(string prefix)
    {
        if (!OperatingSystem.IsLinux()) return null;
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id == Environment.ProcessId) continue;
            string[] words = Text($"{directory}/cmdline").Split('\0');
            if (words[0].StartsWith(prefix + "/bin/", StringComparison.Ordinal) || Text($"{directory}/maps").Contains($" {prefix}/", StringComparison.Ordinal))
                return $"process {id} ({string.Join(' ', words.Take(4)).Trim()})";
        }

        return null;
    }

    /// <summary>True when a file system is mounted right there, so that it cannot be renamed.</summary>
    /// <param name="prefix">The directory.</param>
    public static bool IsMounted(string prefix) => OperatingSystem.IsLinux() && Text("/proc/self/mountinfo").Split('\n').Any(line => line.Split(' ') is { Length: > 4 } words && words[4].Replace("\\040", " ", StringComparison.Ordinal) == prefix);

    private static string Text(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            using MemoryStream whole = new();
            byte[] buffer = new byte[1 << 16];
            for (int read; whole.Length < MostText && (read = stream.Read(buffer)) > 0;) whole.Write(buffer, 0, read);
            return Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
