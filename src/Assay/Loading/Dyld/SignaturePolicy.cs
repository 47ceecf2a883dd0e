using Assay.Binaries.MachO;
using Assay.Diagnostics;
using static Assay.Binaries.MachO.CodeSignatureConstants;

namespace Assay.Loading.Dyld;

/// <summary>
/// What the kernel and dyld make of a code signature when a file is opened: its structure (xnu bsd/kern/ubc_subr.c <c>cs_validate_csblob</c>), what it covers,
/// the page hashes (osfmk/vm/vm_fault.c, bsd/kern/kern_cs.c <c>cs_invalid_page</c>), and whether the process takes files of others at all (library validation).
/// Native processes of Apple Silicon must have every page signed; those of x86_64 lose no more than their good standing.
/// </summary>
/// <param name="release">The dynamic linker.</param>
/// <param name="isArm64">True for a native process of Apple Silicon.</param>
/// <param name="host">The main executable.</param>
internal sealed class SignaturePolicy(DyldRelease release, bool isArm64, HostSignature host)
{
    private const int EBADEXEC = 85;

    /// <summary>Why the file cannot be used, or null when nothing speaks against it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="image">The slice.</param>
    public SignatureRefusal? Check(string path, MachOImage image)
    {
        if (image.CodeSignatureRange is not { IsEmpty: false } range)
            return isArm64 || host.ValidatesLibraries ? Invalid(path, image, Unsigned(), new Evidence(path, image.Start.Value, "mach_header", "ncmds", $"{image.CommandCount}", "none of the commands is LC_CODE_SIGNATURE")) : null;
        CodeSignature? signature = image.CodeSignature;
        Evidence where = new(path, image.Start.Value + range.SliceOffset, "LC_CODE_SIGNATURE", "dataoff", $"0x{range.SliceOffset:x}", "not a signature that the kernel accepts");
        if (signature is null || !IsWellFormed(image, signature)) return new SignatureRefusal(Malformed(path, image, range), where);
        CodeDirectory best = signature.CodeDirectories.MaxBy(Rank)!;
        if (best.CodeLimit < range.SliceOffset)
        {
            string text = release.IsDyld1042
                ? $"code signature does not cover entire file up to signature in <{DyldText.Uuid(image)}> '{path}' (signed 0x{best.CodeLimit:X8}, expected 0x{range.SliceOffset:X8}) for '{path}'"
                : "code signature does not cover entire file up to signature";
            return new SignatureRefusal(text, where with { Field = "codeLimit", Value = $"0x{best.CodeLimit:x}", Label = $"the signature begins at 0x{range.SliceOffset:x}" });
        }

        if (isArm64 && BadPage(image, best) is { } page)
        {
            long offset = image.Start.Value + (page * best.PageSize);
            return new SignatureRefusal(
                $"the file was changed after it was signed: page {page} does not have the hash that its signature states, and the kernel ends the process when it is touched",
                new Evidence(path, offset, "CS_CodeDirectory", $"hash of page {page}", Convert.ToHexStringLower(best.StoredHash(page).Span), "the bytes there have another hash"), IsKilled: true);
        }

        return host.Refuses(best) is { } refused ? Invalid(path, image, refused, where with { Field = "team", Value = best.TeamIdentifier ?? "none", Label = $"the program has {host.Team ?? "none"}" }) : null;
    }

    // AMFI's words; on macOS 11 they were others.
    private string Unsigned() => release.IsDyld2 ? "Trying to load an unsigned library" : "mapped file has no cdhash, completely unsigned? Code has to be at least ad-hoc signed.";

    private SignatureRefusal Invalid(string path, MachOImage image, string reason, Evidence evidence)
    {
        string text = release.IsDyld2 ? $"code signature in ({path}) not valid for use in process using Library Validation: {reason}" : $"code signature in <{DyldText.Uuid(image)}> '{path}' not valid for use in process: {reason}";
        return new SignatureRefusal(text, evidence, IsTextSure: false);
    }

    private string Malformed(string path, MachOImage image, LinkEditRange range)
    {
        string numbers = $"sliceOffset=0x{image.Start.Value:X8}, codeBlobOffset=0x{range.SliceOffset:X8}, codeBlobSize=0x{range.Size:X8}";
        if (release.IsDyld2) return $"code signature invalid for '{path}'\n";
        return release.IsDyld1042 ? $"code signature invalid in <{DyldText.Uuid(image)}> '{path}' (errno={EBADEXEC}) {numbers}" : $"code signature invalid (errno={EBADEXEC}) {numbers} for '{path}'";
    }

    private static bool IsWellFormed(MachOImage image, CodeSignature signature) =>
        !signature.CodeDirectories.IsEmpty
        && !image.Faults.Any(fault => fault.Record.StartsWith("CS_", StringComparison.Ordinal))
        && signature.CodeDirectories.Select(Rank).Distinct().Count() == signature.CodeDirectories.Length;

    private static int Rank(CodeDirectory directory) => directory.HashType switch
    {
        CS_HASHTYPE_SHA1 => 1,
        CS_HASHTYPE_SHA256_TRUNCATED => 2,
        CS_HASHTYPE_SHA256 => 3,
        CS_HASHTYPE_SHA384 => 4,
        _ => 0,
    };

    // The pages that loading touches for certain: the header with its commands, what the fixups are read from, and the data that they are written to. Damage in
    // code that may never run is left alone: it decides nothing.
    private static int? BadPage(MachOImage image, CodeDirectory directory)
    {
        foreach ((long from, long to) in Touched(image))
            if (directory.FindBadPages(from, to) is [int page, ..]) return page;
        return null;
    }

    private static IEnumerable<(long From, long To)> Touched(MachOImage image)
    {
        yield return (0, 32 + (long)image.CommandsSize);
        foreach (LinkEditRange? range in (LinkEditRange?[])[image.ChainedFixupsRange, image.DyldInfo?.Rebase, image.DyldInfo?.Bind, image.DyldInfo?.LazyBind, image.DyldInfo?.WeakBind, image.ExportsTrieRange])
            if (range is { IsEmpty: false } part) yield return (part.SliceOffset, part.End);
        foreach (MachOSegment segment in image.Segments)
            if ((segment.InitialProtection & 2) != 0 && segment.FileSize is > 0 and < int.MaxValue) yield return ((long)segment.SliceOffset, (long)(segment.SliceOffset + segment.FileSize));
    }
}
