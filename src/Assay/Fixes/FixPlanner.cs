using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Fixes;

/// <summary>Turns what has to happen into the commands of the tools that own the environment. Prints a plan; carries out nothing.</summary>
public static class FixPlanner
{
    /// <summary>The same finding with its ways out filled in, in the order of its remedies.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="situation">What the commands depend on.</param>
    public static Finding Plan(Finding finding, FixSituation situation)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(situation);
        return finding with { Fixes = [.. finding.Remedies.SelectMany(remedy => Fixes(remedy, finding, situation)).Distinct(FixText.Same)] };
    }

    private static IEnumerable<Fix> Fixes(Remedy remedy, Finding finding, FixSituation situation) => remedy switch
    {
        _ when Unnameable(remedy) is { } name => [new Fix($"`{name}` is no name of a distribution (PEP 508), so no command can be given for it: make the environment anew", [], Applicability.DisplayOnly)],
        Remedy.Reinstall reinstall => [PackageCommands.For(situation, reinstall.Distribution).Reinstall(reinstall.Distribution, reinstall.Version)],
        Remedy.InstallForPlatform build => [PackageCommands.For(situation, build.Distribution).InstallForPlatform(build.Distribution, build.Version, build.Platform)],
        Remedy.InstallBinary build => [PackageCommands.For(situation, build.Distribution).InstallBinary(build.Distribution, build.Version)],
        Remedy.Sign sign => [new Fix("sign the file anew: macOS asks that code is signed, not by whom", [$"codesign --force --sign - {ShellText.Word(sign.Path)}"], Applicability.NeedsConsent)],
        Remedy.LiftQuarantine lift => [new Fix("if you trust where the files came from, take the mark off", [$"xattr -dr com.apple.quarantine {ShellText.Word(lift.Directory)}"], Applicability.NeedsConsent)],
        Remedy.InstallRosetta => [new Fix("install Rosetta 2", ["softwareupdate --install-rosetta"], Applicability.NeedsConsent)],
        Remedy.Install install => [PackageCommands.For(situation, install.Requirement).Install(install.Requirement)],
        Remedy.Uninstall uninstall => [PackageCommands.For(situation, uninstall.Distribution).Uninstall(uninstall.Distribution)],
        Remedy.Replace replace => Replace(replace, situation),
        Remedy.InstallAfresh afresh => [PackageCommands.For(situation, afresh.Distribution).InstallAfresh(afresh.Distribution, afresh.Version, afresh.Copies)],
        Remedy.ReturnToConda back => [ReturnToConda(back, situation)],
        Remedy.InstallTogether several => [PackageCommands.For(situation, several.Requirements).InstallTogether(several.Requirements.Split(' '), several.Index)],
        Remedy.UpdateConda update => [UpdateConda(update, situation)],
        Remedy.KeepOne keep => [KeepOne(keep, situation)],
        Remedy.ProvideLibrary library => SystemLibraries.Provide(library.Library, situation, newer: false),
        Remedy.UpgradeLibrary library => SystemLibraries.Provide(library.Library, situation, newer: true),
        Remedy.Upgrade upgrade => [PackageCommands.For(situation, upgrade.Package).Upgrade(upgrade.Package)],
        Remedy.ProvidePath path => MacLibraries.ProvidePath(path.Path, situation),
        Remedy.AddRunPath add => [MachOEditing.AddRunPath(add.File, add.Directory)],
        Remedy.RemoveRunPath remove => [MachOEditing.RemoveRunPath(remove.File, remove.RunPath)],
        Remedy.RebuildInterpreter part => InterpreterParts.Provide(part.Module, situation),
        Remedy.Recreate recreate => [NewEnvironment.Make(recreate.Reason, finding, situation)],
        Remedy.SwitchBlas change => BlasSwitch.To(change.Implementation, situation),
        Remedy.Delete delete => [new Fix($"delete what is left: {delete.Reason}", [$"rm -r {ShellText.Word(delete.Path)}"], Applicability.NeedsConsent)],
        Remedy.Rename rename => [new Fix("give your own file another name, and remove its cached byte code", [RenameCommand(rename.Path)], Applicability.Safe)],
        Remedy.SetVariable { Value: { } value } set => [new Fix($"set {set.Name}: it {set.Reason}", [$"export {set.Name}={ShellText.Word(value)}"], Applicability.Safe)],
        Remedy.SetVariable unset => [new Fix($"unset {unset.Name}: that {unset.Reason}", [$"unset {unset.Name}"], Applicability.Safe)],
        Remedy.Advise advice => [new Fix(advice.Text, [], Applicability.DisplayOnly)],
        _ => [],
    };

    // Names come from files, and what begins with a dash would be an option of the tool.
    private static string? Unnameable(Remedy remedy) => (remedy switch
    {
        Remedy.Reinstall one => [one.Distribution],
        Remedy.InstallForPlatform one => [one.Distribution],
        Remedy.InstallBinary one => [one.Distribution],
        Remedy.InstallAfresh one => [one.Distribution],
        Remedy.Install one => [one.Requirement],
        Remedy.Uninstall one => [one.Distribution],
        Remedy.Upgrade one => [one.Package],
        Remedy.Replace one => [one.Old, one.New],
        Remedy.KeepOne one => one.Distributions.Split(' '),
        Remedy.ReturnToConda one => [one.Distribution, one.Package],
        Remedy.InstallTogether several => several.Requirements.Split(' '),
        _ => (string[])[],
    }).FirstOrDefault(name => name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]));

    private static IEnumerable<Fix> Replace(Remedy.Replace replace, FixSituation situation)
    {
        PackageCommands tool = PackageCommands.For(situation, replace.Old);
        Fix remove = tool.Uninstall(replace.Old);
        Fix install = tool.Install(replace.New);
        yield return new Fix($"install {replace.New} in place of {replace.Old}", [.. remove.Commands, .. install.Commands], Applicability.NeedsConsent);
    }

    private static Fix ReturnToConda(Remedy.ReturnToConda back, FixSituation situation)
    {
        Fix remove = PackageCommands.For(situation, back.Distribution).Uninstall(back.Distribution);
        PackageCommands owner = situation.Owner is { Kind: OwnerKind.Pixi, Directory: { } workspace } ? new PixiCommands(workspace, isFromIndex: false) : new CondaCommands(situation.Environment.Prefix ?? situation.Environment.Path, situation.Owner.CondaProgram);
        Fix restore = owner.Reinstall(back.Package, back.Version);
        return new Fix($"leave {back.Distribution} to conda", [.. remove.Commands, .. restore.Commands], Applicability.NeedsConsent);
    }

    private static Fix UpdateConda(Remedy.UpdateConda update, FixSituation situation) => situation.Owner is { Kind: OwnerKind.Pixi, Directory: { } workspace }
        ? new Fix("let pixi solve again what they need", [$"pixi update --manifest-path {ShellText.Word(workspace)} {update.Packages}"], Applicability.NeedsConsent)
        : new Fix("let conda solve again what they need", [$"{situation.Owner.CondaProgram} update --prefix {ShellText.Word(situation.Environment.Prefix ?? situation.Environment.Path)} {update.Packages}"], Applicability.NeedsConsent);

    private static Fix KeepOne(Remedy.KeepOne keep, FixSituation situation)
    {
        // The removal of one takes files of the other along, so all go and one comes back.
        IEnumerable<string> removals = keep.Distributions.Split(' ').SelectMany(name => PackageCommands.For(situation, name).Uninstall(name).Commands);
        return new Fix($"keep {keep.Kept} alone", [.. removals, .. PackageCommands.For(situation, keep.Kept).Install(keep.Kept).Commands], Applicability.NeedsConsent);
    }

    private static string RenameCommand(string path)
    {
        string name = PosixPath.Name(path);
        int dot = name.LastIndexOf('.');
        string renamed = dot < 0 ? "my_" + name : $"my_{name[..dot]}{name[dot..]}";
        return $"mv {ShellText.Word(path)} {ShellText.Word(PosixPath.Join(PosixPath.Directory(path), renamed))}";
    }

    // An ImmutableArray compares by identity, so two equal fixes would not be found equal.
    private sealed class FixText : IEqualityComparer<Fix>
    {
        public static FixText Same { get; } = new();

        public bool Equals(Fix? left, Fix? right) => left?.Summary == right?.Summary && (left?.Commands ?? []).SequenceEqual(right?.Commands ?? []);

        public int GetHashCode(Fix fix) => fix.Summary.GetHashCode(StringComparison.Ordinal);
    }
}
