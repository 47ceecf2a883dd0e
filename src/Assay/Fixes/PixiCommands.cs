using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>pixi: what is installed follows from <c>pixi.toml</c> and <c>pixi.lock</c>. https://pixi.sh/latest/reference/cli/pixi/</summary>
/// <param name="workspace">The directory with the manifest.</param>
/// <param name="isFromIndex">True for a distribution that pixi took from a Python index and not from a conda channel.</param>
internal sealed class PixiCommands(string workspace, bool isFromIndex) : PackageCommands
{
    private string Index => isFromIndex ? "--pypi " : "";

    public override Fix Reinstall(string distribution, string? version) => Ask($"put the files of {distribution} back", Pixi("reinstall", distribution));

    public override Fix Install(string requirement) => Ask($"install {requirement}", Pixi("add", Index + ShellText.Word(requirement)));

    public override Fix Upgrade(string distribution) => Ask($"bring the newest {distribution}", Pixi("upgrade", distribution));

    public override Fix Uninstall(string distribution) => Ask($"remove this copy of {distribution}", Pixi("remove", Index + distribution));

    public override Fix InstallAfresh(string distribution, string? version, int copies) => Reinstall(distribution, version);

    private string Pixi(string command, string words) => $"pixi {command} --manifest-path {ShellText.Word(workspace)} {words}";
}
