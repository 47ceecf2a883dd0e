using Assay.Targets;

namespace Assay.Packaging.Choosing;

/// <summary>
/// The compatibility tags that an interpreter on a machine takes, the best first (PEP 425; for the stable ABI <c>packaging.tags.cpython_tags</c> and PEP 803, then
/// <c>compatible_tags</c>). The order decides which of several wheels is taken.
/// </summary>
public sealed class SupportedTags
{
    private const int OldestStableAbi = 2;

    private readonly Dictionary<WheelTag, int> ranks;
    private readonly HashSet<(string Python, string Abi)> pairs;
    private readonly HashSet<string> platforms;

    private SupportedTags(WheelTag[] all, PythonBuild python, Target target, Installer installer)
    {
        All = all;
        Python = python;
        Target = target;
        Installer = installer;
        pairs = [.. all.Select(tag => (tag.Python, tag.Abi)).Distinct()];
        platforms = [.. all.Select(tag => tag.Platform).Distinct()];
        // Such tables are made by the hundred and asked little: a frozen dictionary would cost more than it saves.
        ranks = new Dictionary<WheelTag, int>(all.Length);
        for (int rank = 0; rank < all.Length; rank++) ranks.TryAdd(all[rank], rank);
    }

    /// <summary>The tags, the best first.</summary>
    public IReadOnlyList<WheelTag> All { get; }

    /// <summary>The interpreter.</summary>
    public PythonBuild Python { get; }

    /// <summary>The machine.</summary>
    public Target Target { get; }

    /// <summary>Whose order it is.</summary>
    public Installer Installer { get; }

    /// <summary>Works them out.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="target">The machine.</param>
    /// <param name="installer">Whose rules count.</param>
    public static SupportedTags Of(PythonBuild python, Target target, Installer installer)
    {
        IReadOnlyList<string> platforms = PlatformTags.Of(target, installer);
        return new SupportedTags([.. Interpreter(python, platforms), .. Generic(python, platforms)], python, target, installer);
    }

    /// <summary>The place of the best of some tags, 0 being the best of all; null when none is taken.</summary>
    /// <param name="tags">The tags of a wheel.</param>
    public int? RankOf(IEnumerable<WheelTag> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        int? best = null;
        foreach (WheelTag tag in tags)
            if (ranks.TryGetValue(tag, out int rank) && !(rank >= best)) best = rank;
        return best;
    }

    /// <summary>True when an interpreter and an ABI are taken together on some platform.</summary>
    internal bool Takes(string python, string abi) => pairs.Contains((python, abi));

    /// <summary>True when a platform is taken for some interpreter.</summary>
    internal bool Takes(string platform) => platforms.Contains(platform);

    private static IEnumerable<WheelTag> Interpreter(PythonBuild python, IReadOnlyList<string> platforms)
    {
        // PEP 803: free-threaded builds have a stable ABI of their own.
        string stable = python.IsFreeThreaded ? "abi3t" : "abi3";
        foreach (string abi in (string[])[python.Abi, stable, "none"])
            foreach (string platform in platforms) yield return new WheelTag(python.Tag, abi, platform);
        for (int minor = python.Minor - 1; minor >= OldestStableAbi; minor--)
            foreach (string platform in platforms) yield return new WheelTag($"cp{python.Major}{minor}", stable, platform);
    }

    private static IEnumerable<WheelTag> Generic(PythonBuild python, IReadOnlyList<string> platforms)
    {
        string[] versions = [$"py{python.Major}{python.Minor}", $"py{python.Major}", .. Enumerable.Range(1, python.Minor).Select(step => $"py{python.Major}{python.Minor - step}")];
        foreach (string version in versions)
            foreach (string platform in platforms) yield return new WheelTag(version, "none", platform);
        yield return new WheelTag(python.Tag, "none", "any");
        foreach (string version in versions) yield return new WheelTag(version, "none", "any");
    }
}
