namespace Assay.Diagnostics;

/// <summary>
/// What has to happen for a finding to go away, in terms of the thing that is wrong. It names no tool: which commands do it depends on who
/// owns the environment, and that is decided in <c>Fixes</c>.
/// </summary>
public abstract record Remedy
{
    private Remedy()
    {
    }

    /// <summary>Put back the files of an installed distribution, same version.</summary>
    /// <param name="Distribution">Its name as installed.</param>
    /// <param name="Version">Its version, or null when nobody says.</param>
    public sealed record Reinstall(string Distribution, string? Version) : Remedy;

    /// <summary>Install a distribution, or move it to a version that fits.</summary>
    /// <param name="Requirement">The requirement, for example <c>numpy&gt;=1.24</c>.</param>
    public sealed record Install(string Requirement) : Remedy;

    /// <summary>Remove a distribution.</summary>
    /// <param name="Distribution">Its name as installed.</param>
    /// <param name="Location">The site directory it is in.</param>
    public sealed record Uninstall(string Distribution, string Location) : Remedy;

    /// <summary>Remove one distribution and install another in its place.</summary>
    /// <param name="Old">The name of the one that is installed.</param>
    /// <param name="New">The name of the one that fits.</param>
    public sealed record Replace(string Old, string New) : Remedy;

    /// <summary>Remove every copy of a distribution from one directory and install it again.</summary>
    /// <param name="Distribution">Its name as installed.</param>
    /// <param name="Version">The version to have afterwards, or null when nobody says.</param>
    /// <param name="Copies">How many copies there are.</param>
    public sealed record InstallAfresh(string Distribution, string? Version, int Copies) : Remedy;

    /// <summary>Remove what was installed over a package of conda, and have conda put its own files back.</summary>
    /// <param name="Distribution">The name of what was installed over it.</param>
    /// <param name="Package">conda's name of its package.</param>
    /// <param name="Version">conda's version of it.</param>
    public sealed record ReturnToConda(string Distribution, string Package, string Version) : Remedy;

    /// <summary>Have conda solve again what some of its packages need.</summary>
    /// <param name="Packages">conda's names of them, with a space between two.</param>
    public sealed record UpdateConda(string Packages) : Remedy;

    /// <summary>Remove several distributions that own the same files and install one of them again.</summary>
    /// <param name="Distributions">Their names as installed, with a space between two.</param>
    /// <param name="Kept">The one to have afterwards.</param>
    public sealed record KeepOne(string Distributions, string Kept) : Remedy;

    /// <summary>Install several distributions in one command, so that they go together.</summary>
    /// <param name="Requirements">The requirements, with a space between two.</param>
    /// <param name="Index">The index to take them from; null for the usual one.</param>
    public sealed record InstallTogether(string Requirements, string? Index) : Remedy;

    /// <summary>Install the system package that has a library.</summary>
    /// <param name="Library">The library as it is asked for: <c>libGL.so.1</c>.</param>
    public sealed record ProvideLibrary(string Library) : Remedy;

    /// <summary>Bring a newer release of a library that is there.</summary>
    /// <param name="Library">The library as it is asked for: <c>libstdc++.so.6</c>.</param>
    public sealed record UpgradeLibrary(string Library) : Remedy;

    /// <summary>Put a build for an earlier system in place of the installed one, the same version where there is one.</summary>
    /// <param name="Distribution">Its name as installed.</param>
    /// <param name="Version">Its version, or null when nobody says.</param>
    /// <param name="Platform">The newest platform tag that will do: <c>macosx_12_0_arm64</c>.</param>
    public sealed record InstallForPlatform(string Distribution, string? Version, string Platform) : Remedy;

    /// <summary>Put the project's own build in place of a copy that was compiled here.</summary>
    /// <param name="Distribution">Its name as installed.</param>
    /// <param name="Version">Its version, or null when nobody says.</param>
    public sealed record InstallBinary(string Distribution, string? Version) : Remedy;

    /// <summary>Sign a file of macOS anew, without a certificate.</summary>
    /// <param name="Path">The file, absolute.</param>
    public sealed record Sign(string Path) : Remedy;

    /// <summary>Move a distribution, or a package of a conda prefix, to its newest release.</summary>
    /// <param name="Package">Its name as installed.</param>
    public sealed record Upgrade(string Package) : Remedy;

    /// <summary>Bring a file of another package manager back to the place it is asked for at.</summary>
    /// <param name="Path">The file, absolute: <c>/opt/homebrew/opt/gcc/lib/gcc/current/libgfortran.5.dylib</c>.</param>
    public sealed record ProvidePath(string Path) : Remedy;

    /// <summary>Add a directory to those that a Mach-O file has its libraries looked for in.</summary>
    /// <param name="File">The file, absolute.</param>
    /// <param name="Directory">The directory.</param>
    public sealed record AddRunPath(string File, string Directory) : Remedy;

    /// <summary>Take one LC_RPATH out of a Mach-O file.</summary>
    /// <param name="File">The file, absolute.</param>
    /// <param name="RunPath">The path as it stands in the load command.</param>
    public sealed record RemoveRunPath(string File, string RunPath) : Remedy;

    /// <summary>Take the mark of a download off everything in a directory.</summary>
    /// <param name="Directory">The directory, absolute.</param>
    public sealed record LiftQuarantine(string Directory) : Remedy;

    /// <summary>Install the translator that lets Apple Silicon run code for x86_64.</summary>
    public sealed record InstallRosetta : Remedy;

    /// <summary>Let another library do the linear algebra.</summary>
    /// <param name="Implementation">Which: <c>openblas</c>, <c>accelerate</c>, <c>mkl</c>, as conda-forge calls them.</param>
    public sealed record SwitchBlas(string Implementation) : Remedy;

    /// <summary>Delete something that is in the way.</summary>
    /// <param name="Path">The file or directory, absolute.</param>
    /// <param name="Reason">Why, lower case, no full stop.</param>
    public sealed record Delete(string Path, string Reason) : Remedy;

    /// <summary>Give a file of the user's own another name.</summary>
    /// <param name="Path">The file or directory, absolute.</param>
    public sealed record Rename(string Path) : Remedy;

    /// <summary>Make the environment anew.</summary>
    /// <param name="Reason">Why nothing smaller will do, lower case, no full stop.</param>
    public sealed record Recreate(string Reason) : Remedy;

    /// <summary>Build or install the interpreter again with a part it lacks.</summary>
    /// <param name="Module">The standard-library module that is missing.</param>
    public sealed record RebuildInterpreter(string Module) : Remedy;

    /// <summary>Set or unset a variable of the process environment.</summary>
    /// <param name="Name">The variable.</param>
    /// <param name="Value">Its value, or null to unset it.</param>
    /// <param name="Reason">What it does, lower case, no full stop.</param>
    public sealed record SetVariable(string Name, string? Value, string Reason) : Remedy;

    /// <summary>Something only a person can do.</summary>
    /// <param name="Text">The advice, lower case, no full stop.</param>
    public sealed record Advise(string Text) : Remedy;
}
