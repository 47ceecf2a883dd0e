using System.Collections.Immutable;
using Assay.Indexes;
using Assay.Packaging.Locking;
using Assay.Primitives;

namespace Assay.Cli.Commands;

/// <summary>From what was typed about indexes, and pip's and uv's variables where nothing was, to settings.</summary>
internal static class IndexReader
{
    private const int LongestTimeout = 3600;
    private const int MostRetries = 100;

    /// <summary>Reads what was typed.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="file">What requirements files say about it; the command line goes before.</param>
    /// <param name="session">The session, whose directory relative paths start in and whose variables count.</param>
    /// <param name="problem">What is wrong, or null.</param>
    public static IndexSettings? Read(IndexRequest typed, RequirementOptions file, Session session, out string? problem)
    {
        problem = typed.Timeout is < 1 or > LongestTimeout ? $"--timeout {typed.Timeout}: expected a number of seconds from 1 to {LongestTimeout}"
            : typed.Retries is < 0 or > MostRetries ? $"--retries {typed.Retries}: expected a number from 0 to {MostRetries}"
            : typed.Indexes.Concat(typed.FindLinks).Any(place => place.Length == 0) ? "--index and --find-links take a URL or a directory, not an empty text"
            : typed.NoIndex && typed.Indexes.Length > 0 ? "--no-index and --index exclude each other" : null;
        if (problem is not null) return null;
        IndexSettings settings = new();
        return settings with
        {
            Indexes = [.. Indexes().Select(Place)],
            FindLinks = [.. (typed.FindLinks.Length > 0 ? typed.FindLinks : Words(session.Machine, "PIP_FIND_LINKS")).Concat(file.FindLinks).Select(Place)],
            HasNoIndex = typed.NoIndex || file.NoIndex || session.Machine.EnvironmentVariable("PIP_NO_INDEX") is "1" or "true" or "yes" or "on",
            Offline = typed.Offline,
            Timeout = typed.Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : settings.Timeout,
            Retries = typed.Retries ?? settings.Retries,
            Proxy = typed.Proxy,
        };

        // A file's index takes the place of the usual one (pip, "Requirements File Format"); what is typed goes before both.
        ImmutableArray<string> Indexes()
        {
            if (typed.NoIndex || file.NoIndex) return [];
            if (typed.Indexes.Length > 0) return [.. typed.Indexes, .. file.ExtraIndexUrls];
            ImmutableArray<string> usual = file.IndexUrl is { } own ? [own] : FromVariables(session.Machine);
            return file.ExtraIndexUrls.IsEmpty ? usual : [.. usual.IsEmpty ? [IndexSettings.PublicIndex] : usual, .. file.ExtraIndexUrls];
        }

        string Place(string text) => text.Contains("://", StringComparison.Ordinal) ? text : session.Absolute(text);
    }

    // pip's names first; uv reads only its own.
    private static ImmutableArray<string> FromVariables(IMachine machine)
    {
        string? main = machine.EnvironmentVariable("PIP_INDEX_URL") ?? machine.EnvironmentVariable("UV_DEFAULT_INDEX") ?? machine.EnvironmentVariable("UV_INDEX_URL");
        string[] extra = [.. Words(machine, "PIP_EXTRA_INDEX_URL"), .. Words(machine, "UV_EXTRA_INDEX_URL")];
        return main is { Length: > 0 } ? [main, .. extra] : extra.Length > 0 ? [IndexSettings.PublicIndex, .. extra] : [];
    }

    private static string[] Words(IMachine machine, string variable) => (machine.EnvironmentVariable(variable) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
