using System.Text.Json;

namespace Assay.Tests.Reality;

/// <summary>The commands of a plan, typed as they stand there, in environments that are really broken: what the plan foretells comes true.</summary>
/// <param name="stack">The healthy environment.</param>
[Trait("speed", "slow")]
public sealed class TypedRepairReality(LearningStack stack) : RepairReality(stack)
{
    [Theory]
    [MemberData(nameof(Breakages))]
    public void What_the_plan_says_is_typed_and_helps(string breakage)
    {
        (string place, string[] imports, string[] sources) = Broken(breakage, breakage + "-typed");
        JsonElement plan = Fix(place, imports, sources);
        Foretold(plan);
        foreach (JsonElement command in plan.GetProperty("steps").EnumerateArray().SelectMany(step => step.GetProperty("commands").EnumerateArray())) Shell.Run("/bin/sh", "-c", command.GetString()!);
        Works(place, imports);
    }
}
