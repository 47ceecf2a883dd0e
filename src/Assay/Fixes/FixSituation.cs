using Assay.Environments;
using Assay.Targets;

namespace Assay.Fixes;

/// <summary>What the commands depend on.</summary>
/// <param name="Environment">The environment that is to be put right.</param>
/// <param name="Target">Where it runs.</param>
/// <param name="System">Whose package manager the system has.</param>
public sealed record FixSituation(PythonEnvironment Environment, Target Target, SystemFamily System)
{
    private readonly Lazy<EnvironmentOwner> owner = new(() => EnvironmentOwner.Of(Environment, System));

    /// <summary>The tool that has to change the environment; read from its files on first use unless it is given.</summary>
    public EnvironmentOwner Owner
    {
        get => owner.Value;
        init => owner = new Lazy<EnvironmentOwner>(value);
    }
}
