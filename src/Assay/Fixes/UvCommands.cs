using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>uv, pointed at the environment's interpreter; environments made by uv have no pip of their own.</summary>
internal sealed class UvCommands(string python) : PackageCommands
{
    public override Fix Reinstall(string distribution, string? version) =>
        Ask($"put the files of {distribution} back", $"uv pip install --python {ShellText.Word(python)} --reinstall --no-deps {ShellText.Word(Pinned(distribution, version))}");

    public override Fix Install(string requirement) =>
        Ask($"install {requirement}", $"uv pip install --python {ShellText.Word(python)} {ShellText.Word(requirement)}");

    public override Fix InstallTogether(string[] requirements, string? index) =>
        Ask($"install {string.Join(", ", requirements)} together", $"uv pip install --python {ShellText.Word(python)} {string.Join(' ', requirements.Select(ShellText.Word))}{(index is null ? "" : " --index-url " + index)}");

    public override Fix Upgrade(string distribution) =>
        Ask($"bring the newest {distribution}", $"uv pip install --python {ShellText.Word(python)} --upgrade {ShellText.Word(distribution)}");

    public override Fix Uninstall(string distribution) =>
        Ask($"remove this copy of {distribution}", $"uv pip uninstall --python {ShellText.Word(python)} {ShellText.Word(distribution)}");

    public override Fix InstallAfresh(string distribution, string? version, int copies) => base.InstallAfresh(distribution, version, 1);

    // https://docs.astral.sh/uv/reference/cli/#uv-pip-install--python-platform: macOS 13.0 unless MACOSX_DEPLOYMENT_TARGET says otherwise.
    public override Fix InstallForPlatform(string distribution, string? version, string platform)
    {
        string[] parts = platform.Split('_', 4);
        if (parts is not ["macosx", var major, var minor, var architecture]) return base.InstallForPlatform(distribution, version, platform);
        string name = architecture == "arm64" ? "aarch64-apple-darwin" : "x86_64-apple-darwin";
        return Ask(
            $"put a build of {distribution} for an earlier system in its place",
            $"MACOSX_DEPLOYMENT_TARGET={major}.{minor} uv pip install --python {ShellText.Word(python)} --python-platform {name} --reinstall --no-deps --only-binary :all: {ShellText.Word(Pinned(distribution, version))}");
    }

    public override Fix InstallBinary(string distribution, string? version) =>
        Ask($"put the wheel of {distribution}'s makers in place of this build", $"uv pip install --python {ShellText.Word(python)} --reinstall --no-deps --no-cache --only-binary :all: {ShellText.Word(Pinned(distribution, version))}");
}
