using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Verification.Importing;

/// <summary>
/// Reads the text that faulthandler leaves as a process dies.
/// https://github.com/python/cpython/blob/v3.13.0/Python/traceback.c (_Py_DumpTracebackThreads)
/// </summary>
internal static class FatalStack
{
    private const int MostFrames = 12;

    /// <summary>The stack of the thread that was running, innermost last; empty when there is none.</summary>
    /// <param name="text">The text.</param>
    public static ImmutableArray<PythonFrame> Read(string text)
    {
        List<PythonFrame> frames = [];
        bool isOurs = false;
        foreach (string line in text.Split('\n'))
        {
            if (line.EndsWith("(most recent call first):", StringComparison.Ordinal))
            {
                if (frames.Count > 0) break;
                isOurs = (line.StartsWith("Current thread", StringComparison.Ordinal) || line.StartsWith("Stack", StringComparison.Ordinal)) && !line.Contains(" C stack", StringComparison.Ordinal);
                continue;
            }

            if (!isOurs || frames.Count == MostFrames || ReadFrame(line) is not { } frame) continue;

            // The import machinery and our own driver are between any two lines that matter.
            if (!frame.File.StartsWith("<frozen importlib", StringComparison.Ordinal) && frame.File != "<string>") frames.Add(frame);
        }

        frames.Reverse();
        return [.. frames];
    }

    //   File "/usr/lib/python3/dist-packages/x.py", line 3 in <module>
    private static PythonFrame? ReadFrame(string line)
    {
        const string Start = "  File \"", Middle = "\", line ";
        if (!line.StartsWith(Start, StringComparison.Ordinal)) return null;
        int end = line.LastIndexOf(Middle, StringComparison.Ordinal);
        int space = end < 0 ? -1 : line.IndexOf(" in ", end, StringComparison.Ordinal);
        if (end < Start.Length || space < 0 || !int.TryParse(line.AsSpan(end + Middle.Length, space - end - Middle.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return null;
        return new PythonFrame(line[Start.Length..end], number, line[(space + 4)..].TrimEnd());
    }
}
