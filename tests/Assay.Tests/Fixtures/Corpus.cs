using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;

namespace Assay.Tests.Fixtures;

/// <summary>
/// Real files that others built and what other tools said of them. Where it lies is told by <see cref="Needs.Corpus()"/>, which skips the test
/// when it is not there.
/// </summary>
internal static class Corpus
{
    /// <summary>A wheel or interpreter archive.</summary>
    /// <param name="name">Its file name.</param>
    public static string Archive(string name)
    {
        string wheel = Path.Combine(Needs.Corpus(), "wheels", name);
        return File.Exists(wheel) ? wheel : Path.Combine(Needs.Corpus(), "interpreters", name);
    }

    /// <summary>Some members of an archive with their bytes. Of a <c>.tar.xz</c>, unpacked by the xz program, they come in the order of the archive.</summary>
    /// <param name="name">The file name of the archive.</param>
    /// <param name="members">The members wanted.</param>
    public static IEnumerable<(string Path, byte[] Content)> Members(string name, IReadOnlySet<string> members) =>
        name.EndsWith(".whl", StringComparison.Ordinal) ? WheelMembers(name, members) : TarMembers(name, members);

    /// <summary>One member of an archive.</summary>
    /// <param name="name">The file name of the archive.</param>
    /// <param name="member">The member.</param>
    public static byte[] Member(string name, string member) => Members(name, new HashSet<string> { member }).Single().Content;

    private static IEnumerable<(string Path, byte[] Content)> WheelMembers(string name, IReadOnlySet<string> members)
    {
        using ZipArchive zip = ZipFile.OpenRead(Archive(name));
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (!members.Contains(entry.FullName)) continue;
            byte[] content = new byte[entry.Length];
            using Stream stream = entry.Open();
            stream.ReadExactly(content);
            yield return (entry.FullName, content);
        }
    }

    private static IEnumerable<(string Path, byte[] Content)> TarMembers(string name, IReadOnlySet<string> members)
    {
        using Process xz = Process.Start(new ProcessStartInfo(Needs.Program("xz"), ["-dc", Archive(name)]) { RedirectStandardOutput = true })!;
        using TarReader tar = new(xz.StandardOutput.BaseStream);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null || !members.Contains(entry.Name)) continue;
            byte[] content = new byte[entry.Length];
            entry.DataStream.ReadExactly(content);
            yield return (entry.Name, content);
        }
    }
}
