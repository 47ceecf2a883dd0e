using Assay.Binaries.Description;
using Assay.Binaries.Elf;
using Assay.Binaries.MachO;
using Assay.Binaries.Pe;

namespace Assay.Binaries;

/// <summary>
/// Turns a described binary into the bytes of a small real file that says the same, so that pages, samples and tests run on real bytes through the real readers.
/// The first word chooses the format; <c>docs/readers.md</c> lists what can be said. Three lines belong to every format: <c>truncate N</c> cuts the finished file to N bytes
/// (<c>truncate -N</c> cuts N bytes off its end), <c>patch OFFSET BYTES</c> overwrites some of it, and <c>fault ...</c>, which <see cref="BinaryDump"/> writes, is passed over.
/// </summary>
public static class BinaryAssembler
{
    /// <summary>Assembles a description.</summary>
    /// <param name="text">The description.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="DescriptionException">The description says something that cannot be assembled.</exception>
    public static byte[] Assemble(string text)
    {
        List<DescriptionLine> all = DescriptionLine.Split(text);
        if (all.Count == 0) throw new DescriptionException(0, "an empty description");
        List<DescriptionLine> lines = [.. all.Where(line => line.Subject is not ("truncate" or "patch" or "fault"))];
        if (lines.Count == 0) throw all[0].Wrong("the first line must name the format: elf, macho or pe");
        byte[] file = lines[0].Subject switch
        {
            "elf" => ElfAssembler.Assemble(lines),
            "macho" => MachOAssembler.Assemble(lines),
            "pe" => PeAssembler.Assemble(lines),
            _ => throw lines[0].Wrong("the first line must name the format: elf, macho or pe"),
        };
        foreach (DescriptionLine line in all)
        {
            if (line.Subject == "patch") Patch(file, line);
        }

        foreach (DescriptionLine line in all)
        {
            if (line.Subject == "truncate") file = Truncate(file, line);
        }

        return file;
    }

    private static void Patch(byte[] file, DescriptionLine line)
    {
        ulong offset = line.Number64("an offset");
        byte[] bytes = line.Bytes("what to write there");
        line.End();
        if (offset > (ulong)file.Length || (ulong)bytes.Length > (ulong)file.Length - offset) throw line.Wrong($"the file has only {file.Length} bytes");
        bytes.CopyTo(file, (int)offset);
    }

    private static byte[] Truncate(byte[] file, DescriptionLine line)
    {
        string text = line.Name("a length");
        line.End();
        bool fromEnd = text.StartsWith('-');
        if (!DescriptionLine.TryNumber(fromEnd ? text[1..] : text, out ulong count)) throw line.Wrong($"a length must be a number, not `{text}`");
        if (count > (ulong)file.Length) throw line.Wrong($"the file has only {file.Length} bytes");
        return file[..(int)(fromEnd ? (ulong)file.Length - count : count)];
    }
}
