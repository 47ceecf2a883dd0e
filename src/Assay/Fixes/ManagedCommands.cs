using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>An interpreter that another tool manages: packages go into a virtual environment made from it, never into it (PEP 668).</summary>
/// <param name="owner">Who manages it.</param>
internal sealed class ManagedCommands(string owner) : PackageCommands
{
    public override Fix Reinstall(string distribution, string? version) => Beside(Pinned(distribution, version));

    public override Fix Install(string requirement) => Beside(requirement);

    public override Fix Upgrade(string distribution) => Beside(distribution);

    public override Fix Uninstall(string distribution) =>
        new($"remove {distribution} with the tool that put it there: {owner} manages this Python", [], Applicability.DisplayOnly);

    private Fix Beside(string requirement) =>
        Ask($"use a virtual environment, because {owner} manages this Python", "python3 -m venv .venv", $".venv/bin/python -m pip install {ShellText.Word(requirement)}");
}
