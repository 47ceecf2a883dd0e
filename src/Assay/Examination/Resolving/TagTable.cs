using System.Collections.Concurrent;
using Assay.Packaging.Choosing;
using Assay.Targets;

namespace Assay.Examination.Resolving;

/// <summary>The tags of one machine, worked out once for each Python and installer. Safe for several threads.</summary>
/// <param name="target">The machine.</param>
internal sealed class TagTable(Target target)
{
    private readonly ConcurrentDictionary<(PythonBuild, Installer), SupportedTags> known = [];

    /// <summary>The machine.</summary>
    public Target Target => target;

    /// <summary>The tags of a Python there.</summary>
    public SupportedTags Of(PythonBuild python, Installer installer) => known.GetOrAdd((python, installer), key => SupportedTags.Of(key.Item1, target, key.Item2));
}
