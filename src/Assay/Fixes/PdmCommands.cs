using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>PDM: what is installed follows from <c>pyproject.toml</c> and <c>pdm.lock</c>. https://pdm-project.org/latest/reference/cli/</summary>
/// <param name="project">The directory of the project.</param>
internal sealed class PdmCommands(string project) : PackageCommands
{
    public override Fix Reinstall(string distribution, string? version) => Ask($"put the files of {distribution} back", Pdm("sync", "--reinstall"));

    public override Fix Install(string requirement) => Ask($"install {requirement}", Pdm("add", ShellText.Word(requirement)));

    public override Fix Upgrade(string distribution) => Ask($"bring the newest {distribution}", Pdm("update", $"--unconstrained {ShellText.Word(distribution)}"));

    public override Fix Uninstall(string distribution) => Ask($"remove this copy of {distribution}", Pdm("remove", ShellText.Word(distribution)));

    public override Fix InstallAfresh(string distribution, string? version, int copies) => Reinstall(distribution, version);

    private string Pdm(string command, string words) => $"pdm {command} --project {ShellText.Word(project)} {words}";
}
