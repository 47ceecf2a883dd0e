using System.Collections.Immutable;
using Assay.Environments;

namespace Assay.Rules;

/// <summary>A distribution that lacks code which its RECORD lists.</summary>
/// <param name="Distribution">The distribution.</param>
/// <param name="Check">What is missing, as RECORD writes it.</param>
public sealed record IncompleteDistribution(InstalledDistribution Distribution, RecordCheck Check)
{
    /// <summary>
    /// The missing files that an import could want, relative to the distribution's location. Licences, scripts, data and tests do not count: distributions and
    /// image builders remove them on purpose.
    /// </summary>
    public ImmutableArray<string> MissingFiles { get; } = [.. Check.MissingFiles.Where(IsCode)];

    private static bool IsCode(string file)
    {
        bool isCode = file.EndsWith(".py", StringComparison.Ordinal) || file.EndsWith(".pyd", StringComparison.Ordinal) || file.EndsWith(".dll", StringComparison.Ordinal)
            || file.EndsWith(".dylib", StringComparison.Ordinal) || file.EndsWith(".so", StringComparison.Ordinal) || file.Contains(".so.", StringComparison.Ordinal);
        return isCode && !file.Split('/').Any(part => part is "tests" or "test" || part.EndsWith(".dist-info", StringComparison.Ordinal));
    }
}
