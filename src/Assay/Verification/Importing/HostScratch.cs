using Microsoft.Win32.SafeHandles;

namespace Assay.Verification.Importing;

/// <summary>A directory of our own, for the two files that a child writes; gone at the end.</summary>
internal sealed class HostScratch : IDisposable
{
    private const int MostBytes = 1 << 20;
    private readonly string directory = Directory.CreateTempSubdirectory("assay-verify-").FullName;

    /// <summary>Makes the directory and the files.</summary>
    public HostScratch()
    {
        HostDescendants.AddScratch(directory);
        AnswerPath = Path.Combine(directory, "answer");
        TracePath = Path.Combine(directory, "trace");
        Answer = File.OpenHandle(AnswerPath, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        Trace = File.OpenHandle(TracePath, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Where the driver answers.</summary>
    public string AnswerPath { get; }

    /// <summary>Where stacks go.</summary>
    public string TracePath { get; }

    /// <summary>The open file of <see cref="AnswerPath"/>, to hand on.</summary>
    public SafeFileHandle Answer { get; }

    /// <summary>The open file of <see cref="TracePath"/>, to hand on.</summary>
    public SafeFileHandle Trace { get; }

    /// <summary>What is in a file by now, its first megabyte.</summary>
    /// <param name="path">One of the two paths.</param>
    public static byte[] Read(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] bytes = new byte[(int)Math.Min(stream.Length, MostBytes)];
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Answer.Dispose();
        Trace.Dispose();
        HostDescendants.RemoveScratch(directory);
    }
}
