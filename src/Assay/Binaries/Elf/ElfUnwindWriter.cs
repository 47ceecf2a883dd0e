namespace Assay.Binaries.Elf;

/// <summary>Writes <c>.eh_frame_hdr</c> and <c>.eh_frame</c> of an assembled file whose functions are copies of one, one behind the other (Linux Standard Base, Core, "Exception Frames").</summary>
internal static class ElfUnwindWriter
{
    private const int HeaderSize = 12, EntrySize = 20, CommonSize = 24;

    /// <summary>Both tables.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="count">How many functions there are.</param>
    /// <param name="size">The size of each in bytes.</param>
    /// <param name="own">Where the tables are.</param>
    /// <param name="code">Where the first function is.</param>
    public static byte[] Write(ElfMachine machine, int count, int size, ulong own, ulong code)
    {
        // One CIE, then an FDE for each function; addresses are 4 bytes, relative to the table or to their own place.
        ulong frames = own + HeaderSize + ((ulong)count * 8);
        ElfByteWriter writer = new(machine);
        writer.Byte(1).Byte(0x1b).Byte(0x03).Byte(0x3b).Int(Relative(frames, own + 4)).Int((ulong)count);
        for (int i = 0; i < count; i++) writer.Int(Relative(Start(i), own)).Int(Relative(Entry(i), own));
        writer.Int(CommonSize - 4).Int(0).Byte(1).Bytes("zR\0"u8).Byte(1).Byte(0x78).Byte(16).Byte(1).Byte(0x1b).Bytes(new byte[CommonSize - 17]);
        for (int i = 0; i < count; i++)
            writer.Int(EntrySize - 4).Int(Entry(i) + 4 - frames).Int(Relative(Start(i), Entry(i) + 8)).Int((ulong)size).Int(0);
        return writer.Int(0).ToArray();

        ulong Start(int index) => code + ((ulong)index * (ulong)size);

        ulong Entry(int index) => frames + CommonSize + ((ulong)index * EntrySize);
    }

    private static ulong Relative(ulong place, ulong from) => (uint)unchecked(place - from);
}
