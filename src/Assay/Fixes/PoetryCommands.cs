using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>Poetry: what is installed follows from <c>pyproject.toml</c> and <c>poetry.lock</c>. https://python-poetry.org/docs/cli/</summary>
/// <param name="project">The directory of the project, or null to run it where the project is.</param>
internal sealed class PoetryCommands(string? project) : PackageCommands
{
    private string Poetry => project is null ? "poetry" : $"poetry --directory {ShellText.Word(project)}";

    // `install` compares versions and does not look at files, so damaged ones come back with a new environment only.
    public override Fix Reinstall(string distribution, string? version) => Ask($"put the files of {distribution} back: make the environment anew from poetry.lock", $"{Poetry} env remove --all", $"{Poetry} install");

    public override Fix Install(string requirement) => Ask($"install {requirement}", $"{Poetry} add {ShellText.Word(requirement)}");

    public override Fix Upgrade(string distribution) => Ask($"bring the newest {distribution}", $"{Poetry} add {ShellText.Word(distribution + "@latest")}");

    public override Fix Uninstall(string distribution) => Ask($"remove this copy of {distribution}", $"{Poetry} remove {ShellText.Word(distribution)}");

    public override Fix InstallAfresh(string distribution, string? version, int copies) => Reinstall(distribution, version);
}
