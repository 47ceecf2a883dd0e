using System.Buffers.Binary;
using System.Collections.Immutable;
using Assay.Binaries.Elf;
using Assay.Binaries.MachO;
using Assay.Primitives;
using Assay.Targets;
using static Assay.Binaries.MachO.MachOConstants;
using static Assay.Binaries.Pe.PeConstants;

namespace Assay.Binaries;

/// <summary>The little that the first bytes of a binary tell, where no more of it can be had: for which machines it is.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Machines">One entry for each architecture; empty when the head does not reach that far.</param>
public sealed record BinaryHead(BinaryFormat Format, ImmutableArray<BinaryHeadMachine> Machines)
{
    /// <summary>How many bytes are enough for nearly every file: the header of a PE file stands behind a stub for DOS.</summary>
    public const int Enough = 1024;

    /// <summary>Reads a head.</summary>
    /// <param name="head">The first bytes of the file, as many as there are.</param>
    public static BinaryHead Read(ReadOnlySpan<byte> head)
    {
        BinaryFormat format = BinaryFiles.FormatOf(head);
        return new BinaryHead(format, format switch
        {
            BinaryFormat.Elf when head.Length >= 20 => [OfElf(head)],
            BinaryFormat.MachO => OfMachO(head),
            BinaryFormat.Pe => OfPe(head),
            _ => [],
        });
    }

    private static BinaryHeadMachine OfElf(ReadOnlySpan<byte> head)
    {
        ElfHeader header = ElfHeader.Read(head, out _);
        return new BinaryHeadMachine(ElfKinds.Architecture(header), TargetName.ArchitectureName(ElfKinds.Architecture(header), OperatingSystemKind.Linux), default, header.Machine);
    }

    // mach-o/loader.h, struct mach_header: the two fields after the magic; mach-o/fat.h in front of them.
    private static ImmutableArray<BinaryHeadMachine> OfMachO(ReadOnlySpan<byte> head)
    {
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (magic is FAT_MAGIC or FAT_MAGIC_64)
            return [.. FatHeader.Read(new MemoryByteSource(head.ToArray()), magic, new FaultLog()).Select(slice => new BinaryHeadMachine(CpuNames.Neutral(slice.CpuType, slice.CpuSubtype), slice.ArchitectureName, slice.Offset, slice.CpuType))];
        if (head.Length < 12) return [];
        bool big = magic is MH_MAGIC or MH_MAGIC_64;
        uint type = big ? BinaryPrimitives.ReadUInt32BigEndian(head[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        uint subtype = big ? BinaryPrimitives.ReadUInt32BigEndian(head[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        return [new BinaryHeadMachine(CpuNames.Neutral(type, subtype), CpuNames.Name(type, subtype), default, type)];
    }

    // winnt.h: e_lfanew at 0x3c of IMAGE_DOS_HEADER, then the signature and Machine of IMAGE_FILE_HEADER.
    private static ImmutableArray<BinaryHeadMachine> OfPe(ReadOnlySpan<byte> head)
    {
        if (head.Length < 0x40) return [];
        uint at = BinaryPrimitives.ReadUInt32LittleEndian(head[0x3c..]);
        if (at > head.Length - 6 || BinaryPrimitives.ReadUInt32LittleEndian(head[(int)at..]) != IMAGE_NT_SIGNATURE) return [];
        ushort machine = BinaryPrimitives.ReadUInt16LittleEndian(head[((int)at + 4)..]);
        Architecture architecture = machine switch
        {
            IMAGE_FILE_MACHINE_AMD64 => Architecture.X86_64,
            IMAGE_FILE_MACHINE_I386 => Architecture.X86,
            IMAGE_FILE_MACHINE_ARM64 => Architecture.Arm64,
            IMAGE_FILE_MACHINE_ARM or IMAGE_FILE_MACHINE_ARMNT => Architecture.Arm,
            _ => Architecture.Unknown,
        };
        return [new BinaryHeadMachine(architecture, TargetName.ArchitectureName(architecture, OperatingSystemKind.Windows), new FileOffset(at), machine)];
    }
}
