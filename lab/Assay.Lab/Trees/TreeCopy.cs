using Assay.Lab.Referee;

namespace Assay.Lab.Trees;

/// <summary>Copies that share the content of their files.</summary>
internal static class TreeCopy
{
    /// <summary>Makes <paramref name="to"/> a tree of hard links to <paramref name="from"/>; across file systems, a plain copy.</summary>
    public static void HardLink(string from, string to)
    {
        if (ChildProcess.Run("cp", ["-al", "--", from, to], timeoutSeconds: 600).ExitStatus == 0) return;
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        ChildResult plain = ChildProcess.Run("cp", ["-a", "--", from, to], timeoutSeconds: 600);
        if (plain.ExitStatus != 0) throw new InvalidOperationException($"cp {from} {to}: {plain.Error}");
    }
}
