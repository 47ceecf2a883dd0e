using Assay.Binaries.Description;
using Assay.Binaries.Elf;
using Assay.Binaries.MachO;
using Assay.Binaries.Pe;

namespace Assay.Binaries;

/// <summary>
/// Writes what a binary says, line by line, in the very syntax that <see cref="BinaryAssembler"/> takes: <c>assay show FILE</c> prints it and the
/// fixtures of the rule pages are made of it. What is ordinary is left out.
/// </summary>
public static class BinaryDump
{
    /// <summary>Writes one file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="output">Where the text goes; lines end in LF.</param>
    public static void Write(BinaryFile file, TextWriter output)
    {
        DescriptionWriter writer = new(output);
        if (file.Images.IsEmpty) writer.Comment($"{file.Length} bytes, no image that can be read");
        if (file.Format == BinaryFormat.MachO && !file.Images.IsEmpty) MachODump.Write(file.Images, writer);
        foreach (BinaryImage image in file.Images)
        {
            if (image is ElfImage elf) ElfDump.Write(elf, writer);
            else if (image is PeImage pe) PeDump.Write(pe, writer);
        }

        foreach (BinaryFault fault in file.Faults)
            writer.Line("fault", fault.Offset.ToString(), DescriptionWriter.Name(fault.Record), "expected", DescriptionWriter.Name(fault.Expected), "found", DescriptionWriter.Name(fault.Found));
    }

    /// <summary>The description of one file as a string.</summary>
    /// <param name="file">The file.</param>
    public static string Text(BinaryFile file)
    {
        StringWriter output = new();
        Write(file, output);
        return output.ToString();
    }
}
