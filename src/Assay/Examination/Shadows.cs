using Assay.Environments;
using Assay.Imports;
using Assay.Primitives;
using Assay.Rules;

namespace Assay.Examination;

/// <summary>Which of the modules that were really loaded stand in front of another of the same name.</summary>
/// <param name="environment">The environment.</param>
/// <param name="machine">The machine it is on.</param>
internal sealed class Shadows(PythonEnvironment environment, IMachine machine)
{
    /// <summary>Modules that came from the working directory although the standard library or a site directory has one of the name.</summary>
    public IEnumerable<LocalShadow> InWorkingDirectory(string? directory, IReadOnlyList<ImportWalkResult> walks)
    {
        // A directory that is on sys.path anyway (an editable installation, PYTHONPATH) hides nothing by being the working directory.
        if (directory is null || environment.ModulePath.Contains(directory)) yield break;
        foreach ((string module, string place) in TopLevel(walks, directory))
        {
            if (environment.EditableModules.TryGetValue(module, out string? editable) && editable.StartsWith(directory + "/", StringComparison.Ordinal)) continue;
            if (StandardLibrary.Has(module, environment.Version, environment.Os)) yield return new LocalShadow(module, place, $"`{module}` of the standard library");
            else if (environment.SiteDirectories.Select(site => Place(site, module)).FirstOrDefault(found => found is not null) is { } hidden) yield return new LocalShadow(module, place, $"the installed `{Owner(hidden) ?? module}`");
        }
    }

    /// <summary>Modules that came from the user site although another site directory has one of the name.</summary>
    public IEnumerable<UserSiteHiding> InUserSite(IReadOnlyList<ImportWalkResult> walks)
    {
        if (environment.UserSite is not { } userSite) yield break;
        foreach ((string module, string place) in TopLevel(walks, userSite))
        {
            foreach (string site in environment.SiteDirectories)
            {
                if (site == userSite || Place(site, module) is not { } hidden) continue;
                yield return new UserSiteHiding(module, place, hidden) { Seen = Distribution(userSite, module), Hidden = Distribution(site, module) };
                break;
            }
        }
    }

    private static IEnumerable<(string Module, string Place)> TopLevel(IReadOnlyList<ImportWalkResult> walks, string directory)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (ImportStep step in walks.SelectMany(walk => walk.Steps))
        {
            if (step.File is not { } file || !file.StartsWith(directory + "/", StringComparison.Ordinal)) continue;
            string module = step.Module.Split('.')[0];
            string first = file[(directory.Length + 1)..].Split('/')[0];
            if (first.Split('.')[0] == module && seen.Add(module)) yield return (module, PosixPath.Join(directory, first));
        }
    }

    private string? Place(string site, string module)
    {
        string package = PosixPath.Join(site, module);
        if (machine.IsFile(package + "/__init__.py")) return package;
        foreach (string suffix in environment.ExtensionSuffixes.Append(".py"))
            if (machine.IsFile(package + suffix)) return package + suffix;
        return null;
    }

    private string? Owner(string hidden) => Distribution(PosixPath.Directory(hidden), PosixPath.Name(hidden).Split('.')[0]) is { } owner ? $"{owner.Name} {owner.Version}" : null;

    private InstalledDistribution? Distribution(string site, string module) =>
        environment.Distributions.FirstOrDefault(distribution => distribution.Location == site && distribution.TopLevelModules.Contains(module));
}
