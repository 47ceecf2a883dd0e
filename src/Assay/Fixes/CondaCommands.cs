using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>conda, or mamba and micromamba, which take the same words; by prefix, so that no environment needs to be active.</summary>
/// <param name="prefix">The environment.</param>
/// <param name="program">Which of them.</param>
internal sealed class CondaCommands(string prefix, string program = "conda") : PackageCommands
{
    public override Fix Reinstall(string distribution, string? version) =>
        Ask($"put the files of {distribution} back", $"{program} install --prefix {ShellText.Word(prefix)} --force-reinstall {ShellText.Word(Name(distribution) + (version is null ? "" : "=" + version))}");

    // conda names releases with one "=", and torch after its language.
    public override Fix InstallTogether(string[] requirements, string? index) => Ask(
        $"install {string.Join(", ", requirements)} together",
        $"{program} install --prefix {ShellText.Word(prefix)} {string.Join(' ', requirements.Select(requirement => ShellText.Word(requirement.Split('+')[0].Replace("torch==", "pytorch==", StringComparison.Ordinal).Replace("==", "=", StringComparison.Ordinal))))}");

    public override Fix InstallAfresh(string distribution, string? version, int copies) => Reinstall(distribution, version);

    public override Fix Install(string requirement) =>
        Ask($"install {requirement}", $"{program} install --prefix {ShellText.Word(prefix)} {ShellText.Word(Name(requirement))}");

    public override Fix Upgrade(string distribution) =>
        Ask($"bring the newest {distribution}", $"{program} update --prefix {ShellText.Word(prefix)} {ShellText.Word(Name(distribution))}");

    public override Fix Uninstall(string distribution) =>
        Ask($"remove this copy of {distribution}", $"{program} remove --prefix {ShellText.Word(prefix)} {ShellText.Word(Name(distribution))}");

    // conda names packages in lower case: https://docs.conda.io/projects/conda-build/en/stable/concepts/package-naming-conv.html
    private static string Name(string distribution) => distribution.ToLowerInvariant();
}
