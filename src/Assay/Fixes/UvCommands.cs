using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>uv, pointed at the environment's interpreter; environments made by uv have no pip of their own.</summary>
internal sealed class UvCommands(string python) : PackageCommands
{
    public override Fix Reinstall(string distribution, string? version) =>
        Ask($"put the files of {distribution} back", $"uv pip install --python {ShellText.Word(python)} --reinstall --no-deps {ShellText.Word(Pinned(distribution, version))}");

    public override Fix Install(string requirement) =>
        Ask($"install {requirement}", $"uv pip install --python {ShellText.Word(python)} {ShellText.Word(requirement)}");

    public override Fix Uninstall(string distribution) =>
        Ask($"remove this copy of {distribution}", $"uv pip uninstall --python {ShellText.Word(python)} {ShellText.Word(distribution)}");
}
