using Assay.Diagnostics;

namespace Assay.Fixes;

/// <summary>Changes to the load commands of a Mach-O file with the tools of Xcode. They break its signature, so it is signed anew.</summary>
internal static class MachOEditing
{
    /// <summary>Adds an LC_RPATH.</summary>
    public static Fix AddRunPath(string file, string directory) => Edit($"let the file look in {directory}", $"-add_rpath {ShellText.Word(directory)}", file);

    /// <summary>Takes out the first LC_RPATH with a path.</summary>
    public static Fix RemoveRunPath(string file, string path) => Edit("take one of the equal paths out and sign the file again", $"-delete_rpath {ShellText.Word(path)}", file);

    private static Fix Edit(string summary, string change, string file) =>
        new(summary, [$"install_name_tool {change} {ShellText.Word(file)}", $"codesign --force --sign - {ShellText.Word(file)}"], Applicability.NeedsConsent);
}
