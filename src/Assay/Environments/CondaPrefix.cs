using System.Collections.Immutable;
using System.Text.Json;
using Assay.Primitives;

namespace Assay.Environments;

/// <summary>Reads <c>conda-meta</c>, the database of a conda prefix.</summary>
internal static class CondaPrefix
{
    private const int LargestFile = 64 << 20;

    /// <summary>The packages of a prefix in the order of their names. Only the directory is read; the files inside wait for their first use.</summary>
    public static ImmutableArray<CondaPackage> Packages(IMachine machine, string prefix)
    {
        string directory = PosixPath.Join(prefix, "conda-meta");
        if (machine.List(directory) is not { } entries) return [];
        List<CondaPackage> packages = [];
        foreach (DirectoryEntry entry in entries)
        {
            if (!entry.Name.EndsWith(".json", StringComparison.Ordinal)) continue;

            // NAME-VERSION-BUILD.json: neither version nor build may hold a '-' (conda's package naming conventions).
            string stem = entry.Name[..^5];
            int build = stem.LastIndexOf('-');
            int version = build > 0 ? stem.LastIndexOf('-', build - 1) : -1;
            if (version <= 0) continue;
            string path = PosixPath.Join(directory, entry.Name);
            packages.Add(new CondaPackage
            {
                Name = stem[..version],
                Version = stem[(version + 1)..build],
                Build = stem[(build + 1)..],
                MetadataPath = path,
                Details = new Lazy<CondaPackageDetails>(() => ReadDetails(machine, path)),
            });
        }

        packages.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return [.. packages];
    }

    private static CondaPackageDetails ReadDetails(IMachine machine, string path)
    {
        string? channel = null, subdirectory = null;
        ImmutableArray<string>.Builder files = ImmutableArray.CreateBuilder<string>(), depends = ImmutableArray.CreateBuilder<string>(), constrains = ImmutableArray.CreateBuilder<string>();
        if (machine.ReadWhole(path, LargestFile) is not { } bytes) return new CondaPackageDetails(null, null, [], $"{path}: cannot be read");
        try
        {
            Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = 64 });
            string? property = null;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1) property = reader.GetString();
                else if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == 1 && property == "channel") channel = reader.GetString();
                else if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == 1 && property == "subdir") subdirectory = reader.GetString();
                else if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == 2 && property == "files") files.Add(reader.GetString() ?? "");
                else if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == 2 && property == "depends") depends.Add(reader.GetString() ?? "");
                else if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == 2 && property == "constrains") constrains.Add(reader.GetString() ?? "");
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new CondaPackageDetails(channel, subdirectory, files.ToImmutable(), $"{path}: is no JSON object as conda writes it");
        }

        return new CondaPackageDetails(channel, subdirectory, files.ToImmutable(), null) { Depends = depends.ToImmutable(), Constrains = constrains.ToImmutable() };
    }
}
