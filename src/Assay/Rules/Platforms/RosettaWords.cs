using Assay.Targets;

namespace Assay.Rules;

/// <summary>What rules about Rosetta 2 have in common.</summary>
internal static class RosettaWords
{
    /// <summary>True for an environment that can only run translated: its interpreter has no native code.</summary>
    public static bool IsTranslated(RuleContext context) =>
        context.Target is { Os: OperatingSystemKind.MacOs, Translation: "rosetta" } && !context.Environment.Architectures.IsEmpty && context.Environment.Architectures.All(architecture => architecture is Architecture.X86_64 or Architecture.X86);
}
