namespace Assay.Binaries.Elf;

/// <summary>The section headers of an assembled file of 32-bit Arm, behind everything that is loaded: its code, and the attributes that only a section has.</summary>
internal static class ElfSectionWriter
{
    private const uint SHT_PROGBITS = 1, SHT_STRTAB = 3, SHT_ARM_ATTRIBUTES = 0x70000003;
    private const int HeaderSize = 40, Tag_File = 1, Tag_CPU_arch = 6;
    private const string Names = "\0.text\0.ARM.attributes\0.shstrtab\0";

    /// <summary>How many there are.</summary>
    public const int Count = 4;

    /// <summary>The size of one in bytes.</summary>
    public const int EntrySize = HeaderSize;

    /// <summary>Writes what follows the loaded part of a file; the headers come last.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="architecture"><c>Tag_CPU_arch</c>.</param>
    /// <param name="text">The code.</param>
    /// <param name="start">Where the bytes will be in the file.</param>
    /// <param name="headers">Where the headers will be in the file.</param>
    public static byte[] Write(ElfMachine machine, int architecture, ElfPart text, long start, out long headers)
    {
        byte[] attributes = Attributes(machine, architecture);
        ElfByteWriter writer = new ElfByteWriter(machine).Bytes(attributes).Bytes(System.Text.Encoding.ASCII.GetBytes(Names));
        long names = start + attributes.Length;
        int padding = (int)(-(names + Names.Length) & 3);
        writer.Bytes(new byte[padding]);
        headers = names + Names.Length + padding;
        writer.Bytes(new byte[HeaderSize]);
        Header(writer, ".text", SHT_PROGBITS, 6, text.Address, text.Offset, text.Size);
        Header(writer, ".ARM.attributes", SHT_ARM_ATTRIBUTES, 0, 0, start, attributes.Length);
        Header(writer, ".shstrtab", SHT_STRTAB, 0, 0, names, Names.Length);
        return writer.ToArray();
    }

    // One tag of the file is all: the two lengths count themselves and what is in front of them.
    private static byte[] Attributes(ElfMachine machine, int architecture)
    {
        const int file = 1 + 4 + 2, all = 4 + 6 + file;
        return new ElfByteWriter(machine).Byte((byte)'A').Int(all).Bytes("aeabi\0"u8).Byte(Tag_File).Int(file).Byte(Tag_CPU_arch).Byte((byte)(architecture)).ToArray();
    }

    private static void Header(ElfByteWriter writer, string name, uint type, ulong flags, ulong address, long offset, long size) =>
        writer.Int((uint)Names.IndexOf("\0" + name + "\0", StringComparison.Ordinal) + 1).Int(type).Word(flags).Word(address).Word((ulong)offset).Word((ulong)size).Int(0).Int(0).Word(1).Word(0);
}
