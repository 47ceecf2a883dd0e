using Assay.Environments;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>Which distribution a file or module belongs to: by RECORD where there is one, else by the top-level names it declares.</summary>
internal sealed class OwnerIndex
{
    private readonly PythonEnvironment environment;
    private readonly Dictionary<string, InstalledDistribution> byFile = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InstalledDistribution> byModule = new(StringComparer.Ordinal);

    public OwnerIndex(PythonEnvironment environment)
    {
        this.environment = environment;
        foreach (InstalledDistribution distribution in environment.Distributions)
        {
            foreach (string module in distribution.TopLevelModules)
                byModule.TryAdd(module, distribution);
            foreach (string file in distribution.RecordedFiles.Value)
                byFile.TryAdd(PosixPath.Normalize(PosixPath.Join(distribution.Location, file)), distribution);
        }
    }

    public InstalledDistribution? OwnerOf(string file)
    {
        string path = PosixPath.Normalize(file);
        if (byFile.GetValueOrDefault(path) is { } recorded) return recorded;
        string? location = environment.SiteDirectories
            .Where(directory => path.StartsWith(directory + "/", StringComparison.Ordinal))
            .MaxBy(directory => directory.Length);
        if (location is null) return null;
        string first = path[(location.Length + 1)..].Split('/')[0];
        string module = first.Split('.')[0];
        return environment.Distributions.FirstOrDefault(distribution => distribution.Location == location
            && (distribution.TopLevelModules.Contains(module) || IsVendorDirectoryOf(distribution, first)));
    }

    public InstalledDistribution? ProviderOf(string module)
    {
        string top = module.Split('.')[0];
        return byModule.GetValueOrDefault(top)
            ?? environment.Distributions.FirstOrDefault(distribution => distribution.NormalizedName.Replace('-', '_') == top.ToLowerInvariant());
    }

    // auditwheel puts the libraries it copies into NAME.libs beside the package, delvewheel does the same.
    private static bool IsVendorDirectoryOf(InstalledDistribution distribution, string folder) =>
        folder.EndsWith(".libs", StringComparison.Ordinal)
        && folder[..^".libs".Length].Replace('_', '-').Replace('.', '-').Equals(distribution.NormalizedName, StringComparison.OrdinalIgnoreCase);
}
