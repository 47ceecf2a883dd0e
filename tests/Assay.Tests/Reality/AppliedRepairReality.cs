using System.Text.Json;
using Assay.Tests.Cli;

namespace Assay.Tests.Reality;

/// <summary><c>fix --apply</c> on environments that are really broken: the plan foretells the verdict, and the new environment imports scikit-learn and fits the example of its manual.</summary>
/// <param name="stack">The healthy environment.</param>
[Trait("speed", "slow")]
public sealed class AppliedRepairReality(LearningStack stack) : RepairReality(stack)
{
    [Theory]
    [MemberData(nameof(Breakages))]
    public void A_new_environment_takes_the_place_of_the_broken_one(string breakage)
    {
        (string place, string[] imports, string[] sources) = Broken(breakage, breakage + "-applied");
        JsonElement plan = Fix(place, imports, [.. sources, "--apply"]);
        Foretold(plan);
        JsonElement applied = plan.GetProperty("applied");
        Assert.True(applied.GetProperty("end").GetString() == "repaired", applied.ToString());
        Works(place, imports);
        string aside = applied.GetProperty("aside").GetString()!;
        foreach (string file in Directory.GetFiles(Path.Combine(place, "bin")).Append(Path.Combine(place, "pyvenv.cfg")))
            if (new FileInfo(file).LinkTarget is null) Assert.DoesNotContain(".assay/", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.StartsWith("numpy", Shell.Run(Path.Combine(place, "bin/pip"), "list", "--format", "freeze").Split('\n').First(line => line.StartsWith("numpy", StringComparison.Ordinal)), StringComparison.Ordinal);

        // And back, and away; once is enough.
        if (breakage != "missing-dependency") return;
        Assert.Equal(0, InProcess.Run(["fix", place, "--undo"], new Assay.Primitives.HostMachine()).Status);
        Assert.NotEqual(0, Run(place, imports).Status);
        Assert.Equal(0, InProcess.Run(["fix", place, "--undo"], new Assay.Primitives.HostMachine()).Status);
        Assert.Equal(0, InProcess.Run(["fix", place, "--keep"], new Assay.Primitives.HostMachine()).Status);
        Assert.False(Directory.Exists(aside));
        Works(place, imports);
    }
}
