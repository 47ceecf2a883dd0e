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

    public override Fix Uninstall(string distribution) =>
        Ask($"remove this copy of {distribution}", $"{Pip} uninstall {ShellText.Word(distribution)}");
}
