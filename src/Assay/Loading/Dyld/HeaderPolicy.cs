using Assay.Binaries.MachO;
using Assay.Diagnostics;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Loading.Dyld;

/// <summary>
/// What the headers of an image must keep to be opened (mach_o/Header.cpp and UnsafeHeader.cpp <c>valid</c>, mach_o/Policy.cpp; run on what dlopen opens since
/// dyld 1284, macOS 15.4). Most checks bind only images linked with an SDK of that time or later. The first that fails is told.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="image">The slice.</param>
/// <param name="release">The dynamic linker.</param>
internal sealed class HeaderPolicy(string path, MachOImage image, DyldRelease release)
{
    private const uint ReadWrite = 3, ReadExecute = 5;

    private readonly int epoch = SdkEpoch.Of(image);

    /// <summary>Why the image is refused, or null when nothing speaks against it.</summary>
    public HeaderRefusal? Check() => Structure() ?? (release.ChecksHeaders ? Identity() ?? Dylibs() ?? RunPaths() ?? Segments() : null) ?? (release.IsDyld1376 ? Newest() : null);

    private string Record => image.Is64Bit ? "LC_SEGMENT_64" : "LC_SEGMENT";

    private HeaderRefusal? Structure()
    {
        int index = 0;
        foreach (LoadCommand command in image.LoadCommands)
        {
            index++;
            if (command.IsKnown || !command.IsRequired) continue;
            string text = release.IsDyld2 ? $"unknown required load command 0x{command.Number:X8}" : $"load command #{index} unknown required load command 0x{command.Number:X8}";
            return new HeaderRefusal(text, At(command.Offset.Value, command.Name, "cmd", $"0x{command.Number:x8}", "this dynamic linker does not know it, and it may not be ignored"), IsOpen: !release.ChecksHeaders && !release.IsDyld2);
        }

        long end = (image.Is64Bit ? 32 : 28) + (long)image.CommandsSize;
        return end <= image.Length ? null : new HeaderRefusal(
            $"load commands length ({end}) exceeds length of file ({image.Length})", At(image.Start.Value, "mach_header", "sizeofcmds", $"{image.CommandsSize}", "the file ends before"), IsOpen: !release.ChecksHeaders, Kind: LoadFailureKind.TooShort);
    }

    private HeaderRefusal? Identity()
    {
        LoadCommand[] uuids = [.. image.LoadCommands.Where(command => command.Number == LC_UUID)];
        if (uuids.Length > 1) return new HeaderRefusal("too many LC_UUID load commands", At(uuids[1].Offset.Value, "LC_UUID", "cmd", $"{uuids.Length} of them", "one is allowed"));
        if (uuids.Length == 0 && epoch >= SdkEpoch.Fall2021) return new HeaderRefusal("missing LC_UUID load command", Header("ncmds", $"{image.CommandCount}", "none of the commands is LC_UUID"));
        if (image.FileType is MH_DYLIB or MH_DYLIB_STUB) return image.Identity is null ? new HeaderRefusal("MH_DYLIB is missing LC_ID_DYLIB", Header("filetype", "MH_DYLIB", "without a name of its own")) : null;
        return image.Identity is { } identity ? new HeaderRefusal("found LC_ID_DYLIB found in non-MH_DYLIB", At(identity.Offset.Value, "LC_ID_DYLIB", "name", identity.Name, "only a dylib has a name")) : null;
    }

    private HeaderRefusal? Dylibs()
    {
        if (epoch >= (release.IsDyld1323 ? SdkEpoch.Fall2025 : SdkEpoch.Fall2024) && image.DuplicateNeeds.FirstOrDefault() is { } twice)
            return new HeaderRefusal($"duplicate linked dylib '{twice.Name}'", At(twice.Offset.Value, twice.Record, "name", twice.Name, "the second load command for it"));
        return epoch >= SdkEpoch.Spring2025 && image.Needs.IsEmpty && image.Identity?.Name.StartsWith("/usr/lib/system/", StringComparison.Ordinal) != true
            ? new HeaderRefusal("missing LC_LOAD_DYLIB (must link with at least libSystem.dylib)", Header("ncmds", $"{image.CommandCount}", "none of the commands is LC_LOAD_DYLIB"))
            : null;
    }

    private HeaderRefusal? RunPaths() =>
        epoch >= (release.IsDyld1323 ? SdkEpoch.Fall2025 : SdkEpoch.Spring2025) && image.DuplicateSearchPaths.FirstOrDefault() is { } twice
            ? new HeaderRefusal($"duplicate LC_RPATH '{twice.Path}'", At(twice.Offset?.Value, "LC_RPATH", "path", twice.Path, "the same path a second time"))
            : null;

    private HeaderRefusal? Segments()
    {
        foreach (MachOSegment segment in image.Segments)
        {
            if (BeyondEnd(segment) is { } cut) return cut;
            if (One(segment) is { } text) return new HeaderRefusal(text, At(segment.RecordOffset.Value, Record, "segname", segment.Name, "not as it has to be"));
        }

        return Together() is { } together ? new HeaderRefusal(together.Text, At(together.Segment?.RecordOffset.Value, Record, "segname", together.Segment?.Name ?? "none", "not as it has to be")) : null;
    }

    private HeaderRefusal? BeyondEnd(MachOSegment segment) => (UInt128)segment.SliceOffset + segment.FileSize <= (ulong)image.Length ? null : new HeaderRefusal(
        $"segment '{segment.Name}' load command content extends beyond end of file",
        At(segment.RecordOffset.Value, Record, "filesize", $"0x{segment.FileSize:x}", $"the image has 0x{image.Length:x} bytes"),
        Kind: LoadFailureKind.Truncated);

    private string? One(MachOSegment segment)
    {
        if (segment.FileSize > segment.VirtualSize) return segment.VirtualSize == 0 && segment.InitialProtection == 0 ? null : $"segment '{segment.Name}' filesize exceeds vmsize";
        if ((segment.InitialProtection & 0xFFFFFFF8) != 0) return $"{segment.Name} segment permissions has invalid bits set (0x{segment.InitialProtection:X8})";
        if (segment.Name == "__TEXT" && epoch >= SdkEpoch.Fall2019 && segment.InitialProtection != ReadExecute) return "__TEXT segment permissions is not 'r-x'";
        if (segment.Name == "__LINKEDIT" && epoch >= SdkEpoch.Fall2015 && segment.InitialProtection != 1) return "__LINKEDIT segment permissions is not 'r--'";
        if (Data(segment) is { } data) return data;
        ulong start = segment.VirtualAddress.Value;
        if (start + segment.VirtualSize < start) return $"'{segment.Name}' segment vm range wraps";
        foreach (MachOSection section in segment.Sections)
        {
            if ((long)section.Size < 0) return $"section '{section.Name}' size too large 0x{section.Size:X}";
            if (section.VirtualAddress.Value < start) return $"section '{section.Name}' start address 0x{section.VirtualAddress.Value:X} is before containing segment's address 0x{start:X}";
            ulong end = section.VirtualAddress.Value + section.Size;
            if (epoch >= SdkEpoch.Fall2020 && end > start + segment.VirtualSize)
                return $"section '{section.Name}' end address 0x{end:X} is beyond containing segment's end address 0x{start + segment.VirtualSize:X}";
        }

        return null;
    }

    // The flag of __DATA_CONST has a policy of its own (spring 2025), but its test stands inside that of the permissions.
    private string? Data(MachOSegment segment)
    {
        if (epoch < SdkEpoch.Fall2025) return null;
        if (segment.Name == "__DATA" && segment.InitialProtection != ReadWrite) return "__DATA segment permissions is not 'rw-'";
        if (segment.Name != "__DATA_CONST") return null;
        if (segment.InitialProtection != ReadWrite) return "__DATA_CONST segment permissions is not 'rw-'";
        bool isForCache = image.FileType == MH_DYLIB && image.LoadCommands.Any(command => command.Number == LC_SEGMENT_SPLIT_INFO);
        return segment.IsReadOnlyAfterFixups || isForCache ? null : "__DATA_CONST segment missing SG_READ_ONLY flag";
    }

    private (string Text, MachOSegment? Segment)? Together()
    {
        MachOSegment? text = image.Segments.FirstOrDefault(segment => segment.Name == "__TEXT");
        if (text is null) return ("missing __TEXT segment", null);
        ulong head = (image.Is64Bit ? 32u : 28u) + (ulong)image.CommandsSize;
        if (text.SliceOffset != 0) return ("__TEXT segment fileoffset is not zero", text);
        if (text.FileSize < head) return ("load commands do not fit in __TEXT segment filesize", text);
        if (text.VirtualSize < head) return ("load commands do not fit in __TEXT segment vmsize", text);
        foreach (MachOSegment first in image.Segments)
        {
            foreach (MachOSegment second in image.Segments)
            {
                if (ReferenceEquals(first, second)) continue;
                if (Overlap(first.VirtualAddress.Value, first.VirtualSize, second.VirtualAddress.Value, second.VirtualSize)) return ($"vm range of segment '{first.Name}' overlaps segment '{second.Name}'", first);
                if (Overlap(first.SliceOffset, first.FileSize, second.SliceOffset, second.FileSize)) return ($"file range of segment '{first.Name}' overlaps segment '{second.Name}'", first);
                if (release.IsDyld1323 && epoch >= SdkEpoch.Fall2025 && first.Name == second.Name) return ($"duplicate segment name '{first.Name}'", second);
            }
        }

        // The last pair is left out, in the source as well.
        for (int i = 1; i < image.Segments.Length - 1 && epoch >= SdkEpoch.Fall2019; i++)
        {
            (MachOSegment before, MachOSegment after) = (image.Segments[i - 1], image.Segments[i]);
            if (after.SliceOffset < before.SliceOffset && after.FileSize != 0) return ($"segment '{before.Name}' file offset out of order", after);
            if (after.VirtualAddress.Value < before.VirtualAddress.Value) return ($"segment '{after.Name}' vm address out of order", after);
        }

        return null;

        static bool Overlap(ulong start, ulong size, ulong other, ulong otherSize) => (UInt128)other + otherSize > start && (UInt128)start + size > other;
    }

    // Both are known from reports alone: of scipy 1.15.3 just the eight files whose sdk field is 0 are refused, the eleven with the same defect and SDK 14.2 load.
    private HeaderRefusal? Newest()
    {
        if (image.ZeroFillSectionsWithOffset.FirstOrDefault() is { } section && epoch >= SdkEpoch.Fall2025)
        {
            return new HeaderRefusal(
                $"section '{section.SegmentName}/{section.Name}' has a zero-fill section type, but offset field is not zero",
                At(section.RecordOffset.Value, "section_64", "offset", $"{section.SliceOffset}", "a section without content in the file"), IsOpen: epoch != int.MaxValue);
        }

        if (image.SymbolTable is not { } table || table.Strings.SliceOffset % 8 == 0 || epoch < SdkEpoch.Fall2025) return null;
        return new HeaderRefusal(
            $"mis-aligned LINKEDIT string pool, fileOffset=0x{table.Strings.SliceOffset:X8}",
            At(table.Offset.Value, "LC_SYMTAB", "stroff", $"0x{table.Strings.SliceOffset:x}", "no multiple of 8"), IsOpen: epoch == int.MaxValue);
    }

    private Evidence Header(string field, string value, string label) => At(image.Start.Value, "mach_header", field, value, label);

    private Evidence At(long? offset, string record, string field, string value, string label) => new(path, offset, record, field, value, label);
}
