using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>A folder of packages without an interpreter, as serverless bundles are: pip fills it with <c>--target</c>.</summary>
/// <param name="folder">The folder.</param>
internal sealed class TargetCommands(string folder) : PackageCommands
{
    public override Fix Reinstall(string distribution, string? version) =>
        Ask($"put the files of {distribution} back", $"python3 -m pip install --upgrade --no-deps --target {ShellText.Word(folder)} {ShellText.Word(Pinned(distribution, version))}");

    public override Fix Install(string requirement) =>
        Ask($"install {requirement}", $"python3 -m pip install --upgrade --target {ShellText.Word(folder)} {ShellText.Word(requirement)}");

    public override Fix Upgrade(string distribution) =>
        Ask($"bring the newest {distribution}", $"python3 -m pip install --upgrade --target {ShellText.Word(folder)} {ShellText.Word(distribution)}");

    public override Fix Uninstall(string distribution) =>
        new($"fill the folder anew without {distribution}", [], Applicability.DisplayOnly);

    public override Fix InstallForPlatform(string distribution, string? version, string platform) => Ask(
        $"put a build of {distribution} for an earlier system in its place",
        $"python3 -m pip install --upgrade --no-deps --only-binary :all: --platform {platform} --target {ShellText.Word(folder)} {ShellText.Word(Pinned(distribution, version))}");
}
