using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>pip, run by the environment's own interpreter so that it cannot hit another one.</summary>
internal sealed class PipCommands(string python) : PackageCommands
{
    private string Pip => $"{ShellText.Word(python)} -m pip";

    public override Fix Reinstall(string distribution, string? version) =>
        Ask($"put the files of {distribution} back", $"{Pip} install --force-reinstall --no-deps {ShellText.Word(Pinned(distribution, version))}");

    public override Fix Install(string requirement) =>
        Ask($"install {requirement}", $"{Pip} install {ShellText.Word(requirement)}");

    public override Fix InstallTogether(string[] requirements, string? index) =>
        Ask($"install {string.Join(", ", requirements)} together", $"{Pip} install {string.Join(' ', requirements.Select(ShellText.Word))}{(index is null ? "" : " --index-url " + index)}");

    public override Fix Upgrade(string distribution) =>
        Ask($"bring the newest {distribution}", $"{Pip} install --upgrade {ShellText.Word(distribution)}");

    public override Fix Uninstall(string distribution) =>
        Ask($"remove this copy of {distribution}", $"{Pip} uninstall {ShellText.Word(distribution)}");

    // pip takes --platform only where it does not install: https://pip.pypa.io/en/stable/cli/pip_download/
    public override Fix InstallForPlatform(string distribution, string? version, string platform) => Ask(
        $"put a build of {distribution} for an earlier system in its place",
        $"{Pip} download --no-deps --only-binary :all: --platform {platform} {ShellText.Word(Pinned(distribution, version))}",
        $"{Pip} install --force-reinstall --no-deps {WheelPattern(distribution, version)}");

    public override Fix InstallBinary(string distribution, string? version) =>
        Ask($"put the wheel of {distribution}'s makers in place of this build", $"{Pip} install --force-reinstall --no-deps --no-cache-dir --only-binary :all: {ShellText.Word(Pinned(distribution, version))}");
}
