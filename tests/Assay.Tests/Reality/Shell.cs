using System.Diagnostics;

namespace Assay.Tests.Reality;

/// <summary>Programs of the test machine that prepare subjects (cp, gcc, unzip). They never run in the plain suite.</summary>
internal static class Shell
{
    /// <summary>Runs a program and fails the test when it fails.</summary>
    public static string Run(string program, params string[] words)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in words) start.ArgumentList.Add(word);
        using Process process = Process.Start(start)!;
        Task<string> talk = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', words)}: {talk.Result}");
        return output;
    }

    /// <summary>A copy of a tree in which every file is a hard link: cheap, and safe as long as files are replaced, never written into.</summary>
    public static void CopyByLinks(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        Run("cp", "-al", from, to);
    }

    /// <summary>Replaces a file of such a copy, so that the original stays as it is.</summary>
    public static void Replace(string path, byte[] content)
    {
        File.Delete(path);
        File.WriteAllBytes(path, content);
    }
}
