using System.Globalization;

namespace Assay.Verification.Importing;

/// <summary>What Linux tells of other processes in <c>/proc</c> (proc(5)). A process that is gone is an empty answer.</summary>
internal static class HostProcFiles
{
    private const int MostMappings = 1 << 22;

    /// <summary>True when a thread belongs to a process.</summary>
    public static bool IsThreadOf(int thread, int process) => thread == process || Directory.Exists($"/proc/{process}/task/{thread}");

    /// <summary>The file that is mapped at an address, and the offset of that address in it; null for memory that no file backs.</summary>
    public static (string? File, ulong Offset) MappedAt(int process, ulong address)
    {
        // 7f0a1c000000-7f0a1c021000 r-xp 00002000 fe:00 1234   /usr/lib/x.so
        foreach (string line in Text($"/proc/{process}/maps").Split('\n'))
        {
            int dash = line.IndexOf('-', StringComparison.Ordinal), space = line.IndexOf(' ', StringComparison.Ordinal);
            if (dash <= 0 || space <= dash || !Number(line.AsSpan(0, dash), out ulong start) || !Number(line.AsSpan(dash + 1, space - dash - 1), out ulong end)) continue;
            if (address < start || address >= end) continue;
            string[] words = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 6 || !words[5].StartsWith('/') || !Number(words[2], out ulong offset)) return (null, address);
            const string Gone = " (deleted)";
            string path = words[5].TrimStart();
            return (path.EndsWith(Gone, StringComparison.Ordinal) ? path[..^Gone.Length] : path, offset + (address - start));
        }

        return (null, address);
    }

    /// <summary>Bytes of a traced process, as many as can be read.</summary>
    public static byte[] Memory(int process, ulong address, int count)
    {
        if (address > long.MaxValue) return [];
        try
        {
            using FileStream stream = new($"/proc/{process}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            byte[] bytes = new byte[count];
            return bytes[..RandomAccess.Read(stream.SafeFileHandle, bytes, (long)address)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return [];
        }
    }

    /// <summary>Every process whose environment holds a text, or whose session is the given one. Those that have ended and wait to be collected have no environment.</summary>
    public static IEnumerable<int> ProcessesOf(string mark, int session)
    {
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id == Environment.ProcessId) continue;

            // PID (NAME) STATE PARENT GROUP SESSION: the name may hold anything, also brackets.
            string state = Text($"{directory}/stat");
            string[] words = state[(state.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 4 || words[0] is "Z" or "X") continue;
            if (words[3] == session.ToString(CultureInfo.InvariantCulture) || Text($"{directory}/environ").Contains(mark, StringComparison.Ordinal)) yield return id;
        }
    }

    private static bool Number(ReadOnlySpan<char> text, out ulong number) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);

    private static string Text(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            using MemoryStream whole = new();
            byte[] buffer = new byte[1 << 16];
            for (int read; whole.Length < MostMappings && (read = stream.Read(buffer)) > 0;) whole.Write(buffer, 0, read);
            return System.Text.Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
