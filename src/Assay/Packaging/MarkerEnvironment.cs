using System.Collections.Immutable;

namespace Assay.Packaging;

/// <summary>The values that markers are compared with (PEP 508, "Environment markers").</summary>
public sealed class MarkerEnvironment
{
    /// <summary>Values by variable name: <c>python_version</c>, <c>sys_platform</c>, <c>extra</c>, ...</summary>
    public required ImmutableDictionary<string, string> Values { get; init; }

    /// <summary>Set-valued variables by name, which only lock files have: <c>extras</c>, <c>dependency_groups</c> (PEP 751).</summary>
    public ImmutableDictionary<string, ImmutableHashSet<string>> Sets { get; init; } = ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;

    /// <summary>The same environment with an extra asked for; empty for none.</summary>
    /// <param name="extra">The name of the extra as written.</param>
    public MarkerEnvironment WithExtra(string extra) => new() { Values = Values.SetItem("extra", PackageName.Normalize(extra)), Sets = Sets };

    /// <summary>The value of a variable, or null when the environment has none.</summary>
    internal string? Value(string name) => !Values.TryGetValue(name, out string? value) ? null
        // platform.python_version() of an untagged build ends with '+', which is no version of PEP 440.
        : name == "python_full_version" && value.EndsWith('+') ? value + "local"
        : name == "extra" ? PackageName.Normalize(value) : value;
}
