using System.Collections.Immutable;
using Assay.Fixes;
using Assay.Indexes;

namespace Assay.Repairs;

/// <summary>Indexes in the words of pip and uv.</summary>
/// <param name="Words">Arguments.</param>
/// <param name="Variables">What is better not an argument, which everybody on the machine can read: places with a password.</param>
/// <param name="IsClosed">True when nothing but the named places may be looked at.</param>
internal sealed record IndexWords(ImmutableArray<string> Words, ImmutableSortedDictionary<string, string?> Variables, bool IsClosed)
{
    /// <summary>What pip is told.</summary>
    public static IndexWords OfPip(IndexSettings index)
    {
        (ImmutableArray<string> indexes, ImmutableArray<string> links, bool none) = Allowed(index);
        List<string> words = [];
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        if (none) words.Add("--no-index");
        else if (!indexes.IsEmpty)
        {
            Place(indexes[0], "--index-url", "PIP_INDEX_URL");
            string[] secret = [.. indexes.Skip(1).Where(HasSecret)];
            foreach (string extra in indexes.Skip(1).Where(extra => !HasSecret(extra))) words.AddRange(["--extra-index-url", Url(extra)]);
            if (secret.Length > 0) variables["PIP_EXTRA_INDEX_URL"] = string.Join(' ', secret);
        }

        string[] secretLinks = [.. links.Where(HasSecret)];
        foreach (string link in links.Where(link => !HasSecret(link))) words.AddRange(["--find-links", link]);
        if (secretLinks.Length > 0) variables["PIP_FIND_LINKS"] = string.Join(' ', secretLinks);
        words.AddRange(["--timeout", Seconds(index.Timeout), "--retries", Number(index.Retries)]);
        if (index.Proxy is { } proxy) Place(proxy, "--proxy", "PIP_PROXY");
        return new IndexWords([.. words], variables.ToImmutable(), none || index.Offline);

        void Place(string place, string option, string variable)
        {
            if (HasSecret(place)) variables[variable] = place;
            else words.AddRange([option, Url(place)]);
        }
    }

    /// <summary>What uv is told: https://docs.astral.sh/uv/reference/cli/#uv-pip-install and https://docs.astral.sh/uv/reference/environment/.</summary>
    public static IndexWords OfUv(IndexSettings index)
    {
        (ImmutableArray<string> indexes, ImmutableArray<string> links, bool none) = Allowed(index);
        List<string> words = [];
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        if (index.Offline) words.Add("--offline");
        if (none) words.Add("--no-index");
        else if (!indexes.IsEmpty)
        {
            if (HasSecret(indexes[0])) variables["UV_DEFAULT_INDEX"] = indexes[0];
            else words.AddRange(["--default-index", Url(indexes[0])]);
            string[] secret = [.. indexes.Skip(1).Where(HasSecret)];
            foreach (string extra in indexes.Skip(1).Where(extra => !HasSecret(extra))) words.AddRange(["--index", Url(extra)]);
            if (secret.Length > 0) variables["UV_INDEX"] = string.Join(' ', secret);
        }

        string[] secretLinks = [.. links.Where(HasSecret)];
        foreach (string link in links.Where(link => !HasSecret(link))) words.AddRange(["--find-links", link]);
        if (secretLinks.Length > 0) variables["UV_FIND_LINKS"] = string.Join(',', secretLinks);
        variables["UV_HTTP_TIMEOUT"] = Seconds(index.Timeout);
        variables["UV_HTTP_RETRIES"] = Number(index.Retries);
        if (index.Proxy is { } proxy) foreach (string name in new[] { "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY" }) variables[name] = proxy;
        return new IndexWords([.. words], variables.ToImmutable(), none || index.Offline);
    }

    /// <summary>A word of a command as it is shown: quoted as a shell wants it, a name and a password in a URL replaced.</summary>
    public static string Shown(string word) => ShellText.Word(WithoutSecrets(word));

    /// <summary>A text without the names and passwords of the URLs in it.</summary>
    public static string WithoutSecrets(string text)
    {
        int from = 0;
        while (text.IndexOf("://", from, StringComparison.Ordinal) is var scheme and >= 0)
        {
            int start = scheme + 3;
            int end = text.AsSpan(start).IndexOfAny("/?# \t\n\"'") is var length and >= 0 ? start + length : text.Length;
            int at = text.LastIndexOf('@', end - 1, end - start);
            if (at >= 0) text = string.Concat(text.AsSpan(0, start), "****", text.AsSpan(at));
            from = start;
        }

        return text;
    }

    // Without the network only what lies on this machine is left; an index that is none of the named ones is never asked then.
    private static (ImmutableArray<string> Indexes, ImmutableArray<string> Links, bool None) Allowed(IndexSettings index)
    {
        ImmutableArray<string> indexes = index.HasNoIndex ? [] : index.Offline ? index.Indexes.RemoveAll(IsRemote) : index.Indexes;
        return (indexes, index.Offline ? index.FindLinks.RemoveAll(IsRemote) : index.FindLinks, index.HasNoIndex || (index.Offline && indexes.IsEmpty));
    }

    private static bool IsRemote(string place) => place.Contains("://", StringComparison.Ordinal) && !place.StartsWith("file://", StringComparison.OrdinalIgnoreCase);

    private static bool HasSecret(string place) => WithoutSecrets(place) != place;

    private static string Url(string place) => place.StartsWith('/') ? new Uri("file://" + place).AbsoluteUri : place;

    private static string Seconds(TimeSpan span) => Number((int)Math.Clamp(Math.Ceiling(span.TotalSeconds), 1, 3600));

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
