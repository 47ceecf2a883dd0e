using System.Text.Json;
using Assay.Environments;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Environments;

/// <summary>Asks a real interpreter about itself and holds its answers against what was read from its files.</summary>
internal static class RealPython
{
    private const string Question = """
        import sys, json, _imp, sysconfig
        import importlib.metadata as metadata
        print(json.dumps({
            "path": sys.path[0 if sys.flags.safe_path else 1:], "prefix": sys.prefix, "base_prefix": sys.base_prefix, "base_exec_prefix": sys.base_exec_prefix, "executable": sys.executable,
            "version": "%d.%d.%d" % sys.version_info[:3], "suffixes": _imp.extension_suffixes(), "builtins": sorted(sys.builtin_module_names), "abiflags": sys.abiflags,
            "distributions": sorted(set((d.metadata["Name"] or "?") + " " + d.version + " " + str(d._path) for d in metadata.distributions())),
            "user": __import__("site").ENABLE_USER_SITE}))
        """;

    /// <summary>Variables of the test's own environment that would reach the interpreter.</summary>
    private static readonly string[] Cleared = ["PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "PYTHONSTARTUP", "PYTHONPLATLIBDIR", "VIRTUAL_ENV", "CONDA_PREFIX"];

    /// <summary>Finds the environment of a subject and compares everything with what its interpreter says.</summary>
    public static PythonEnvironment AssertAgrees(string subject, Dictionary<string, string?>? variables = null, string? directory = null)
    {
        Dictionary<string, string?> environment = Cleared.ToDictionary(name => name, _ => (string?)null);
        foreach ((string name, string? value) in variables ?? []) environment[name] = value;
        directory ??= "/";
        EnvironmentSearchResult result = EnvironmentDiscovery.Find(new HostMachine(environment), subject, directory);
        Assert.True(result.IsFound, result.Problem?.Message);
        PythonEnvironment found = result.Environment;
        (int exit, string output, string error) = ChildProcess.Run(found.Executable!, ["-c", Question], environment, directory);
        Assert.True(exit == 0, error);
        JsonElement real = JsonDocument.Parse(output).RootElement;
        Assert.Null(found.StartupFailure);
        Assert.Equal(Strings(real, "path"), found.ModulePath);
        Assert.Equal(real.GetProperty("prefix").GetString(), found.Prefix);
        Assert.Equal(real.GetProperty("base_prefix").GetString(), found.BasePrefix);
        Assert.Equal(real.GetProperty("base_exec_prefix").GetString(), found.BaseExecPrefix);
        Assert.Equal(real.GetProperty("executable").GetString(), found.Executable);
        Assert.Equal(real.GetProperty("version").GetString(), found.Version.ToString());
        Assert.Equal(real.GetProperty("abiflags").GetString(), found.AbiFlags);
        Assert.Equal(Strings(real, "suffixes"), found.ExtensionSuffixes);
        Assert.Equal(Strings(real, "builtins"), found.BuiltinModules.Order(StringComparer.Ordinal));
        Assert.Equal(
            Strings(real, "distributions").Order(StringComparer.Ordinal),
            found.Distributions.Select(distribution => $"{distribution.Name} {distribution.Version} {distribution.MetadataPath}").Distinct().Order(StringComparer.Ordinal));
        return found;
    }

    private static string[] Strings(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];
}
