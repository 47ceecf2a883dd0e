using System.Collections.Immutable;

namespace Assay.Packaging.Locking;

/// <summary>What the options of a requirements file change: <c>handle_option_line</c> (pip/_internal/req/req_file.py) and <c>FormatControl</c> (pip/_internal/models/format_control.py).</summary>
internal static class RequirementsControl
{
    /// <summary>The options after a line that sets one for the whole run.</summary>
    /// <param name="options">The options before.</param>
    /// <param name="option">What is set.</param>
    /// <param name="folder">The directory of the file, in which relative places lie.</param>
    public static RequirementOptions Applied(RequirementOptions options, RequirementsOption option, string folder) => option.Name switch
    {
        // Once no index is to be asked, none is added any more.
        "--index-url" => options.NoIndex ? options : options with { IndexUrl = option.Value, ExtraIndexUrls = [] },
        "--extra-index-url" => options.NoIndex ? options : options with { ExtraIndexUrls = options.ExtraIndexUrls.Add(option.Value) },
        "--no-index" => options with { NoIndex = true, IndexUrl = null, ExtraIndexUrls = [] },
        "--find-links" => options with { FindLinks = options.FindLinks.Add(Place(option.Value, folder)) },
        "--prefer-binary" => options with { PreferBinary = true },
        "--require-hashes" => options with { RequiresHashes = true },
        "--pre" => options with { AllowsPrereleases = true },
        "--trusted-host" => options with { TrustedHosts = options.TrustedHosts.Add(option.Value) },
        _ => options,
    };

    /// <summary>The options after <c>--no-binary</c> or <c>--only-binary</c>, which count wherever they stand.</summary>
    /// <param name="options">The options before.</param>
    /// <param name="option">What is set.</param>
    public static RequirementOptions Formats(RequirementOptions options, RequirementsOption option)
    {
        if (option.Name is not ("--no-binary" or "--only-binary")) return options;
        bool isNoBinary = option.Name == "--no-binary";
        (ImmutableSortedSet<string> target, ImmutableSortedSet<string> other) = isNoBinary ? (options.NoBinary, options.OnlyBinary) : (options.OnlyBinary, options.NoBinary);
        List<string> names = [.. option.Value.Split(',')];
        while (names.IndexOf(":all:") is >= 0 and int all)
        {
            other = [];
            target = [":all:"];
            names.RemoveRange(0, all + 1);

            // Without `:none:` behind it, `:all:` is the end.
            if (!names.Contains(":none:")) names.Clear();
        }

        foreach (string name in names)
        {
            if (name == ":none:")
            {
                target = [];
                continue;
            }

            other = other.Remove(PackageName.Normalize(name));
            target = target.Add(PackageName.Normalize(name));
        }

        return isNoBinary ? options with { NoBinary = target, OnlyBinary = other } : options with { OnlyBinary = target, NoBinary = other };
    }

    private static string Place(string value, string folder) =>
        value.Contains(':', StringComparison.Ordinal) || value.StartsWith('/') || folder.Length == 0 ? value : Primitives.PosixPath.Normalize(Primitives.PosixPath.Join(folder, value));
}
