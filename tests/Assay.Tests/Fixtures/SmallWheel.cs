using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Assay.Tests.Fixtures;

/// <summary>Writes small wheels that the real pip installs (PEP 427).</summary>
internal static class SmallWheel
{
    /// <summary>A wheel of Python code.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="name">The distribution.</param>
    /// <param name="version">Its version.</param>
    /// <param name="files">Its files, by path.</param>
    /// <param name="requires">What it declares to require.</param>
    public static string Write(string folder, string name, string version, IReadOnlyDictionary<string, string> files, params string[] requires) =>
        Write(folder, name, version, "py3-none-any", files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value)), requires);

    /// <summary>A wheel of any files.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="name">The distribution.</param>
    /// <param name="version">Its version.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="files">Its files, by path.</param>
    /// <param name="requires">What it declares to require.</param>
    public static string Write(string folder, string name, string version, string tag, IReadOnlyDictionary<string, byte[]> files, params string[] requires)
    {
        string stem = name.Replace('-', '_'), info = $"{stem}-{version}.dist-info";
        Dictionary<string, byte[]> members = new(files);
        members[info + "/METADATA"] = Encoding.UTF8.GetBytes($"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{string.Concat(requires.Select(requirement => $"Requires-Dist: {requirement}\n"))}");
        members[info + "/WHEEL"] = Encoding.UTF8.GetBytes($"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: {(tag.EndsWith("-any", StringComparison.Ordinal) ? "true" : "false")}\nTag: {tag}\n");
        return Pack(Path.Combine(folder, $"{stem}-{version}-{tag}.whl"), info, members);
    }

    /// <summary>A real wheel under another platform's tag: its name and its WHEEL say so, its files are what they were.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="wheel">The real one.</param>
    /// <param name="tag">The tag it gets.</param>
    public static string Retag(string folder, string wheel, string tag)
    {
        Dictionary<string, byte[]> members = [];
        using (ZipArchive archive = ZipFile.OpenRead(wheel))
        {
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using MemoryStream content = new();
                using Stream stream = entry.Open();
                stream.CopyTo(content);
                members[entry.FullName] = content.ToArray();
            }
        }

        string info = members.Keys.First(name => name.EndsWith(".dist-info/WHEEL", StringComparison.Ordinal)).Split('/')[0];
        string[] lines = Encoding.UTF8.GetString(members[info + "/WHEEL"]).Split('\n');
        members[info + "/WHEEL"] = Encoding.UTF8.GetBytes(string.Join('\n', lines.Where(line => !line.StartsWith("Tag:", StringComparison.Ordinal) && line.Trim().Length > 0)) + $"\nTag: {tag}\n");
        string[] name = Path.GetFileName(wheel).Split('-');
        return Pack(Path.Combine(folder, $"{name[0]}-{name[1]}-{tag}.whl"), info, members);
    }

    private static string Pack(string path, string info, Dictionary<string, byte[]> members)
    {
        members.Remove(info + "/RECORD");
        StringBuilder record = new();
        foreach ((string name, byte[] content) in members)
            record.Append($"{name},sha256={Convert.ToBase64String(SHA256.HashData(content)).TrimEnd('=').Replace('+', '-').Replace('/', '_')},{content.Length}\n");
        record.Append($"{info}/RECORD,,\n");
        members[info + "/RECORD"] = Encoding.UTF8.GetBytes(record.ToString());
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in members)
        {
            using Stream stream = archive.CreateEntry(name).Open();
            stream.Write(content);
        }

        return path;
    }
}
