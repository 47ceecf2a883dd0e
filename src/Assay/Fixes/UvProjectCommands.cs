using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>uv with a project: what is installed follows from <c>pyproject.toml</c> and <c>uv.lock</c>. https://docs.astral.sh/uv/reference/cli/</summary>
/// <param name="project">The directory of the project.</param>
internal sealed class UvProjectCommands(string project) : PackageCommands
{
    public override Fix Reinstall(string distribution, string? version) => Ask($"put the files of {distribution} back", Uv("sync", $"--reinstall-package {ShellText.Word(distribution)}"));

    public override Fix Install(string requirement) => Ask($"install {requirement}", Uv("add", ShellText.Word(requirement)));

    public override Fix Upgrade(string distribution) => Ask($"bring the newest {distribution}", Uv("lock", $"--upgrade-package {ShellText.Word(distribution)}"), $"uv sync --project {ShellText.Word(project)}");

    public override Fix Uninstall(string distribution) => Ask($"remove this copy of {distribution}", Uv("remove", ShellText.Word(distribution)));

    public override Fix InstallAfresh(string distribution, string? version, int copies) => Reinstall(distribution, version);

    private string Uv(string command, string words) => $"uv {command} --project {ShellText.Word(project)} {words}";
}
