using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>Takes from a real image what the text form can say.</summary>
internal static class MachODescriber
{
    /// <summary>Describes one image.</summary>
    /// <param name="image">The image.</param>
    public static MachODescription Describe(MachOImage image)
    {
        MachODescription description = new()
        {
            CpuType = image.CpuType,
            CpuSubtype = image.CpuSubtype,
            FileType = image.FileType,
            Flags = image.Flags,
            IsHidden = image.FatEntry?.IsHidden == true,
            Identity = image.Identity,
            Uuid = image.Uuid ?? Guid.Empty,
            Fixups = FixupsOf(image),
            StringPoolRemainder = image.SymbolTable is { } table ? table.Strings.SliceOffset % 8 : 0,
            Signature = image.CodeSignature?.CodeDirectories is [var directory, ..] ? new(directory.Flags, directory.TeamIdentifier) : null,
        };
        description.Builds.AddRange(image.Builds);
        description.Needs.AddRange(image.Needs);
        description.RunPaths.AddRange(image.SearchPaths.Select(path => path.Path));
        description.Commands.AddRange(image.LoadCommands.Where(command => !command.IsKnown).Select(command => (command.Number, image.ReadCommand(command))));
        description.Segments.AddRange(image.Segments.Where(segment => !IsOrdinary(segment, image.FileType)));
        description.Sections.AddRange(image.Sections.Where(IsTold));
        description.Wants.AddRange(image.BoundSymbols);

        // The order of a trie means nothing; sorted, two files that offer the same read the same.
        description.Offers.AddRange(OffersOf(image).OrderBy(export => export.Name, StringComparer.Ordinal));
        return description;
    }

    /// <summary>The protections and flags a segment of this name has when nothing is said about it; null for other names.</summary>
    /// <param name="name">The segment's name.</param>
    public static (uint Maximum, uint Initial, uint Flags)? Usual(string name) => name switch
    {
        "__PAGEZERO" => (0, 0, 0),
        "__TEXT" => (5, 5, 0),
        "__DATA_CONST" => (3, 3, SG_READ_ONLY),
        "__DATA" => (3, 3, 0),
        "__LINKEDIT" => (1, 1, 0),
        _ => null,
    };

    private static bool IsOrdinary(MachOSegment segment, uint fileType) =>
        (segment.MaximumProtection, segment.InitialProtection, segment.Flags) == Usual(segment.Name) && (segment.Name != "__PAGEZERO" || fileType == MH_EXECUTE);

    private static bool IsTold(MachOSection section) =>
        section.IsThreadLocal || section.Type is S_MOD_INIT_FUNC_POINTERS or S_INIT_FUNC_OFFSETS || (section.IsZeroFill && section.SliceOffset != 0);

    private static MachOFixups FixupsOf(MachOImage image)
    {
        if (image.ChainedFixupsRange is null) return image.DyldInfo is null ? MachOFixups.Classic : MachOFixups.Opcodes;
        return image.ChainedFixups is { ImportsFormat: >= 1 and <= 3 and var format } ? (MachOFixups)format : MachOFixups.Chained;
    }

    private static IEnumerable<MachOExport> OffersOf(MachOImage image) =>
        image.ExportsTrieRange is not null
            ? image.Exports
            : image.Offers.All.Select(offer => new MachOExport(offer.Name, offer.IsWeak ? EXPORT_SYMBOL_FLAGS_WEAK_DEFINITION : 0, new VirtualAddress(0)));
}
