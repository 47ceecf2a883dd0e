using System.Collections.Immutable;
using Assay.Binaries.Description;
using Assay.Primitives;
using static Assay.Binaries.MachO.CodeSignatureConstants;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>Writes descriptions of Mach-O files; <see cref="MachOParser"/> reads them back.</summary>
internal static class MachODump
{
    /// <summary>Writes a real file: a thin one as <c>macho ARCH KIND</c>, a fat one as <c>macho fat</c> with a <c>slice ARCH KIND</c> each.</summary>
    /// <param name="images">All images of the file.</param>
    /// <param name="writer">Where the lines go.</param>
    public static void Write(ImmutableArray<BinaryImage> images, DescriptionWriter writer)
    {
        FatArchitecture? fat = (images[0] as MachOImage)?.FatEntry;
        if (fat is not null) writer.Line("macho", fat.Magic == FAT_MAGIC_64 ? "fat64" : "fat");
        foreach (MachOImage image in images.OfType<MachOImage>())
        {
            if (!image.HasHeader) writer.Comment($"{image.ArchitectureName}: no Mach-O header at {image.Start}");
            else Write(MachODescriber.Describe(image), fat is null ? "macho" : "slice", writer);
            if (image.CodeSignature is { } signature)
            {
                foreach (CodeDirectory directory in signature.CodeDirectories)
                    writer.Comment($"code directory {DescriptionWriter.Name(directory.Identifier)}: {directory.CodeSlotCount} pages of {directory.PageSize}, hash {directory.ComputeHash()}");
            }
        }
    }

    /// <summary>Writes one description in its canonical order.</summary>
    /// <param name="macho">The description.</param>
    /// <param name="subject">The first word.</param>
    /// <param name="writer">Where the lines go.</param>
    public static void Write(MachODescription macho, string subject, DescriptionWriter writer)
    {
        writer.Line(subject, CpuNames.Name(macho.CpuType, macho.CpuSubtype), MachOWords.Kind(macho.FileType), macho.IsHidden ? "hidden" : null);
        if (macho.Flags != macho.UsualFlags) writer.Line("flags", [.. HeaderFlagNames.List(macho.Flags)]);
        WriteCommands(macho, writer);
        WriteSegments(macho, writer);
        WriteSymbols(macho, writer);
    }

    private static void WriteCommands(MachODescription macho, DescriptionWriter writer)
    {
        if (macho.Identity is { } identity)
            writer.Line("id", [DescriptionWriter.Name(identity.Name), .. Versions(identity.CurrentVersion, identity.CompatibilityVersion)]);
        foreach (BuildVersion build in macho.Builds)
        {
            bool legacy = build.Record != "LC_BUILD_VERSION";
            writer.Line(
                "platform",
                [
                    build.PlatformName, build.MinimumOs.ToString(), "sdk", build.Sdk?.ToString() ?? "none", legacy ? "legacy" : null,
                    .. build.Tools.SelectMany(tool => new[] { "tool", tool.Name, tool.Version.ToString() }),
                ]);
        }

        if (macho.Uuid is { } uuid) writer.Line("uuid", uuid == Guid.Empty ? "none" : uuid.ToString().ToUpperInvariant());
        foreach (LibraryNeed need in macho.Needs)
        {
            writer.Line(
                "needs",
                [
                    need.Flags.HasFlag(NeedFlags.Weak) ? "weak" : null, need.Flags.HasFlag(NeedFlags.Reexported) ? "reexport" : null,
                    need.Flags.HasFlag(NeedFlags.Upward) ? "upward" : null, need.Flags.HasFlag(NeedFlags.Delayed) ? "delayed" : null,
                    DescriptionWriter.Name(need.Name, MachOWords.NeedKeywords), .. Versions(need.CurrentVersion ?? default, need.CompatibilityVersion ?? default),
                ]);
        }

        foreach (string path in macho.RunPaths) writer.Line("rpath", DescriptionWriter.Name(path));
        foreach ((uint number, byte[] bytes) in macho.Commands) writer.Line("command", DescriptionWriter.Hex(number), bytes.Length == 0 ? null : Convert.ToHexStringLower(bytes));
    }

    // Versions of 0.0.0 are what a library has that was linked without any.
    private static string?[] Versions(PackedVersion current, PackedVersion compatible) =>
    [
        current == default ? null : "current", current == default ? null : current.ToString(),
        compatible == default ? null : "compatible", compatible == default ? null : compatible.ToString(),
    ];

    private static void WriteSegments(MachODescription macho, DescriptionWriter writer)
    {
        foreach (MachOSegment segment in macho.Segments)
        {
            uint others = segment.Flags & ~SG_READ_ONLY;
            writer.Line(
                "segment", DescriptionWriter.Name(segment.Name), MachOWords.Protection(segment.MaximumProtection), MachOWords.Protection(segment.InitialProtection),
                segment.IsReadOnlyAfterFixups ? "read-only" : null, others == 0 ? null : "flags", others == 0 ? null : DescriptionWriter.Hex(others));
        }

        foreach (MachOSection section in macho.Sections)
        {
            writer.Line(
                "section", DescriptionWriter.Name(section.SegmentName), DescriptionWriter.Name(section.Name), MachOWords.SectionType(section.Type), "size",
                DescriptionWriter.Hex(section.Size), section.IsZeroFill && section.SliceOffset != 0 ? "offset" : null,
                section.IsZeroFill && section.SliceOffset != 0 ? DescriptionWriter.Hex(section.SliceOffset) : null);
        }

        if (macho.StringPoolRemainder != 0) writer.Line("string-pool", "remainder", $"{macho.StringPoolRemainder}");
        if (macho.Signature is { } signature)
        {
            uint others = signature.Flags & ~(CS_ADHOC | CS_LINKER_SIGNED | CS_RUNTIME);
            writer.Line(
                "signature", (signature.Flags & CS_ADHOC) != 0 ? "ad-hoc" : "signed", (signature.Flags & CS_LINKER_SIGNED) != 0 ? "by-linker" : null,
                (signature.Flags & CS_RUNTIME) != 0 ? "runtime" : null, others == 0 ? null : "flags", others == 0 ? null : DescriptionWriter.Hex(others),
                signature.Team is null ? null : "team", signature.Team is null ? null : DescriptionWriter.Name(signature.Team));
        }
        else if (macho.IsArm64)
        {
            writer.Line("signature", "none");
        }
    }

    private static void WriteSymbols(MachODescription macho, DescriptionWriter writer)
    {
        if (macho.Fixups != MachOFixups.Opcodes) writer.Line("fixups", MachOWords.Fixups(macho.Fixups));
        foreach (BoundSymbol want in macho.Wants)
        {
            (string source, string? number) = want.Ordinal switch
            {
                BIND_SPECIAL_DYLIB_FLAT_LOOKUP => ("flat", (string?)null),
                BIND_SPECIAL_DYLIB_MAIN_EXECUTABLE => ("main", null),
                BIND_SPECIAL_DYLIB_WEAK_LOOKUP => ("coalesced", null),
                BIND_SPECIAL_DYLIB_SELF => ("self", null),
                int ordinal => ("from", $"{ordinal}"),
            };
            writer.Line("wants", want.IsWeak ? "weak" : null, DescriptionWriter.Name(want.Name, MachOWords.SymbolKeywords), source, number);
        }

        foreach (MachOExport offer in macho.Offers)
        {
            bool forwarded = offer.ReexportName is not null;
            writer.Line(
                "offers", offer.IsWeak ? "weak" : null, offer.IsThreadLocal ? "thread-local" : null,
                (offer.Flags & EXPORT_SYMBOL_FLAGS_KIND_MASK) == EXPORT_SYMBOL_FLAGS_KIND_ABSOLUTE ? "absolute" : null,
                DescriptionWriter.Name(offer.Name, MachOWords.SymbolKeywords), forwarded ? "from" : null, forwarded ? $"{offer.ReexportOrdinal}" : null,
                offer.ReexportName == offer.Name || !forwarded ? null : "as",
                offer.ReexportName == offer.Name || !forwarded ? null : DescriptionWriter.Name(offer.ReexportName!));
        }
    }
}
