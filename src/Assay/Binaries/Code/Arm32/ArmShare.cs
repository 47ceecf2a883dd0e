using System.Buffers.Binary;
using Assay.Binaries.Elf;

namespace Assay.Binaries.Code.Arm32;

/// <summary>
/// How much of a file's code is of newer versions of 32-bit Arm. Compilers that may use them do so all over: of Debian's files for version 5 at most 2 words in 10,000 look like one (tables among the code),
/// of the same sources compiled for version 7 some 300; of Thumb code at most 3 in 100 instructions and at least 9.
/// </summary>
internal static class ArmShare
{
    private const int MostBytes = 4 << 20;
    private const double LeastArm = 0.005, LeastThumb = 0.05, LeastAlways = 0.5;

    /// <summary>True when the code of a file is compiled for newer versions as a whole.</summary>
    /// <param name="image">The file.</param>
    public static bool IsWhole(ElfImage image)
    {
        if (image.Sections.FirstOrDefault(section => section.Name == ".text") is not { } text) return false;
        ReadOnlySpan<byte> code = image.BytesAt(text.Address, (long)Math.Min(text.Size, MostBytes)).Span;
        return code.Length >= 4 && (IsArm(code) ? OfArm(code) >= LeastArm : OfThumb(code) >= LeastThumb);
    }

    // Most instructions of Arm code have no condition, which is the number 14 in the highest bits of a word.
    private static bool IsArm(ReadOnlySpan<byte> code)
    {
        int always = 0;
        for (int at = 0; at + 4 <= code.Length; at += 4)
            if (code[at + 3] >> 4 == 14) always++;
        return always >= code.Length / 4 * LeastAlways;
    }

    private static double OfArm(ReadOnlySpan<byte> code)
    {
        int newer = 0;
        for (int at = 0; at + 4 <= code.Length; at += 4)
            if (ArmDecoder.NewerName(BinaryPrimitives.ReadUInt32LittleEndian(code[at..])) is not null) newer++;
        return newer / (code.Length / 4.0);
    }

    private static double OfThumb(ReadOnlySpan<byte> code)
    {
        int all = 0, misread = 0;
        for (int at = 0; at + 4 <= code.Length;)
        {
            ArmStep step = ArmDecoder.Read(code[at..], 1) ?? new ArmStep(2);
            all++;
            if (step.IsMisread) misread++;
            at += step.Size;
        }

        return all == 0 ? 0 : (double)misread / all;
    }
}
