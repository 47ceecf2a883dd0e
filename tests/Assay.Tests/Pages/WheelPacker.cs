using System.IO.Compression;
using Assay.Primitives;

namespace Assay.Tests.Pages;

/// <summary>Makes a wheel of a folder of a machine in memory, as build tools do: deflated members, folders without entries of their own.</summary>
internal static class WheelPacker
{
    /// <summary>The folder whose files become members.</summary>
    public const string Folder = "/wheel";

    public static byte[] Pack(IMachine machine)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true)) AddFolder(archive, machine, Folder);
        return stream.ToArray();
    }

    private static void AddFolder(ZipArchive archive, IMachine machine, string folder)
    {
        foreach (DirectoryEntry entry in machine.List(folder)!.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            string path = folder + "/" + entry.Name;
            if (entry.Kind == FileKind.Directory)
            {
                AddFolder(archive, machine, path);
                continue;
            }

            using Stream member = archive.CreateEntry(path[(Folder.Length + 1)..]).Open();
            member.Write(machine.ReadWhole(path));
        }
    }
}
