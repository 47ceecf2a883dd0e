using System.Collections.Immutable;
using System.Text.Json;
using Assay.Diagnostics;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>The environment's pip is older than the tags that wheels for its system have today.</summary>
public sealed class OutdatedPip : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A515", "outdated-pip", nameof(OutdatedPip), "pip is too old to know the tags of today's wheels, and builds from source instead");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/pypa/manylinux#docker-images (which pip knows which tag)",
        "https://pip.pypa.io/en/stable/news/",
        "https://github.com/pyca/cryptography/issues/5676",
        "https://github.com/pyca/cryptography/issues/6618",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        if (context.Environment.Distributions.FirstOrDefault(distribution => distribution.NormalizedName == "pip") is not { } pip || !context.IsInScope(pip)) yield break;
        if (!PackageVersion.TryParse(pip.Version, out PackageVersion? installed)) yield break;
        PipFeature[] unknown = [.. PipFeature.All.Where(feature => feature.IsFor(context.Target) && installed.CompareTo(feature.Since) < 0)];
        if (unknown.Length == 0) yield break;
        yield return new Finding
        {
            Code = Info.Code,
            Severity = Severity.Note,
            Title = $"pip {pip.Version} does not know {string.Join(" or ", unknown.Select(feature => feature.What))}, and takes such packages for ones without a wheel",
            Path = pip.MetadataPath,
            Notes = ["what is seen then: a compiler is called for a package that has wheels, or an older release is installed"],
            Remedies = [new Remedy.Install($"pip>={unknown.MaxBy(feature => feature.Since)!.Since}")],
            Sources = Sources,
        };
    }

    /// <summary>Something that pip learned (<c>pip-features.json</c>).</summary>
    private sealed record PipFeature(string What, PackageVersion Since, OperatingSystemKind Os, LibcKind Libc)
    {
        public static ImmutableArray<PipFeature> All => field.IsDefault ? field = Read() : field;

        public bool IsFor(Target target) => target.Os == Os && (Os != OperatingSystemKind.Linux || target.Libc == Libc) && (Os != OperatingSystemKind.MacOs || target.OsVersion is { Major: >= 11 });

        private static ImmutableArray<PipFeature> Read()
        {
            using JsonDocument document = EmbeddedData.Open("pip-features");
            return [.. document.RootElement.GetProperty("features").EnumerateArray().Select(Feature)];
        }

        private static PipFeature Feature(JsonElement feature)
        {
            PackageVersion.TryParse(feature.GetProperty("since").GetString()!, out PackageVersion? since);
            string system = feature.GetProperty("system").GetString()!;
            return new PipFeature(
                feature.GetProperty("what").GetString()!,
                since!,
                system == "macos" ? OperatingSystemKind.MacOs : OperatingSystemKind.Linux,
                system == "musl" ? LibcKind.Musl : LibcKind.Glibc);
        }
    }
}
