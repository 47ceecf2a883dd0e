using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Environments;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>Compares what the wheels of installed distributions promise in their tags with the extension modules that they brought.</summary>
/// <param name="environment">The environment.</param>
/// <param name="target">Where it runs.</param>
/// <param name="store">The binaries read so far.</param>
internal sealed class TagGatherer(PythonEnvironment environment, Target target, BinaryStore store)
{
    // A wheel is built in one go: where the first modules are right, the others are.
    private const int MostHeaders = 8;

    /// <summary>The modules that are for something else.</summary>
    /// <param name="scope">The distributions that remarks may be about; null for all.</param>
    public IEnumerable<UnkeptTag> Gather(ImmutableHashSet<string>? scope)
    {
        if (ExtensionTag.First(environment.ExtensionSuffixes) is not { } accepted) yield break;
        foreach (InstalledDistribution distribution in environment.Distributions)
        {
            if (!distribution.KeepsRecord || (scope is not null && !scope.Contains(distribution.NormalizedName))) continue;
            PlatformTag? promise = distribution.WheelPlatforms.FirstOrDefault(tag => !tag.IsAny && tag.IsFor(target));
            if (promise is null) continue;
            ImmutableArray<WheelRecordEntry> modules = [.. distribution.Record.Value.Where(entry => IsModule(entry.Path))];
            foreach (UnkeptTag unkept in ByName(distribution, modules, promise, accepted).Concat(ByHeader(distribution, modules, promise))) yield return unkept;
        }
    }

    // Some wheels bring a module for several platforms side by side; one of them has to be for this one.
    private static IEnumerable<UnkeptTag> ByName(InstalledDistribution distribution, ImmutableArray<WheelRecordEntry> modules, PlatformTag promise, ExtensionTag accepted)
    {
        foreach (var variants in modules.Select(entry => (entry.Path, Tag: ExtensionTag.Of(entry.Path))).GroupBy(each => Stem(each.Path), StringComparer.Ordinal))
        {
            (string path, ExtensionTag? tag) = variants.First();
            if (variants.All(each => each.Tag is { Platform: { } platform } && platform != accepted.Platform && each.Tag.Python == accepted.Python))
                yield return new UnkeptTag(distribution, path, promise.Text, tag!.PlatformWord, true);
        }
    }

    private IEnumerable<UnkeptTag> ByHeader(InstalledDistribution distribution, ImmutableArray<WheelRecordEntry> modules, PlatformTag promise)
    {
        foreach (WheelRecordEntry entry in modules.Where(entry => entry.Hash is not null && environment.ExtensionSuffixes.Contains(entry.Path[Stem(entry.Path).Length..])).Take(MostHeaders))
        {
            string path = PosixPath.Join(distribution.Location, entry.Path);
            if (store.Get(path, out _) is not { Images: { IsEmpty: false } images } file) continue;
            bool isRight = file.Format == BinaryFiles.FormatOf(target.Os) && images.Any(image => ArchitectureFit.Fits(image.Architecture, target.Architecture));
            if (isRight || !RecordComparison.HasHash(environment.Machine, path, entry.Hash)) continue;
            string found = $"{PlatformWords.Of(images[0].Architecture, target.Os)} {PlatformWords.Of(file.Format)}";
            yield return new UnkeptTag(distribution, entry.Path, promise.Text, found, false);
        }
    }

    private static bool IsModule(string path) =>
        !path.Contains("..", StringComparison.Ordinal) && (path.EndsWith(".so", StringComparison.Ordinal) || path.EndsWith(".pyd", StringComparison.Ordinal)) && ExtensionTag.Of(path) is not null;

    private static string Stem(string path)
    {
        int slash = path.LastIndexOf('/') + 1, dot = path.IndexOf('.', slash);
        return path[..dot];
    }
}
