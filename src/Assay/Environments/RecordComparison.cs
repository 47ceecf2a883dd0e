using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Packaging;
using Assay.Primitives;

namespace Assay.Environments;

/// <summary>Compares installed files with what RECORD says of them: sizes by a look at each, hashes only of the files that are asked for.</summary>
internal static class RecordComparison
{
    private const int LargestHashed = 256 << 20;

    /// <summary>How many characters of a digest stand in a question for it.</summary>
    public const int AskedLength = 4;

    /// <summary>The files that differ, in the order of RECORD. Files that are gone are not among them, and neither is what lies outside the distribution's directory.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="distribution">The distribution.</param>
    /// <param name="onlyNative">True to look at compiled code alone.</param>
    /// <param name="hashed">Files whose hash is compared too, absolute.</param>
    public static ImmutableArray<ChangedFile> Of(IMachine machine, InstalledDistribution distribution, bool onlyNative, IReadOnlySet<string> hashed)
    {
        ImmutableArray<ChangedFile>.Builder changed = ImmutableArray.CreateBuilder<ChangedFile>();
        foreach (WheelRecordEntry entry in distribution.Record.Value)
        {
            bool isNative = NativeName.IsOne(entry.Path);
            if (!isNative && !entry.Path.EndsWith(".py", StringComparison.Ordinal)) continue;
            if (entry.Path.Contains("..", StringComparison.Ordinal) || entry.Path.StartsWith('/')) continue;
            string path = PosixPath.Join(distribution.Location, entry.Path);
            bool isHashed = hashed.Contains(path);
            if (!isNative && onlyNative && !isHashed) continue;
            if (entry.Size is null && !isHashed) continue;
            if (machine.Look(path, out _) is not { Kind: FileKind.File } facts) continue;
            if ((entry.Size is { } size && size != facts.Length) || (isHashed && !HasHash(machine, path, entry.Hash))) changed.Add(new ChangedFile(entry.Path, entry.Size, facts.Length));
        }

        return changed.ToImmutable();
    }

    /// <summary>True unless the file is readable and its digest differs from the recorded one. Other digests than SHA-256 are not judged.</summary>
    public static bool HasHash(IMachine machine, string path, string? recorded)
    {
        const string algorithm = "sha256=";
        if (recorded is null || !recorded.StartsWith(algorithm, StringComparison.OrdinalIgnoreCase)) return true;
        using ByteSource? source = machine.Open(path, out _);
        if (source is null || source.Length > LargestHashed) return true;
        string expected = recorded[algorithm.Length..].TrimEnd('=');

        // The beginning of the digest names the question well enough, and RECORD need not be kept whole for it.
        return source.Ask($"has the digest {expected[..Math.Min(expected.Length, AskedLength)]}", () => Digest(source.ReadUpTo(0, source.Length)) == expected ? ["yes"] : []).Count > 0;
    }

    /// <summary>The digest of a content as RECORD writes it behind <c>sha256=</c>: base64 in its URL-safe alphabet, without the padding (PEP 376, PEP 427).</summary>
    public static string Digest(byte[] bytes) => Convert.ToBase64String(Sha256.HashData(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
