using Assay.Binaries;
using Assay.Binaries.Code;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Verification.Importing;

/// <summary>From where a process stood to what stands there: the file, the function, the instruction and what it needs.</summary>
internal static class CrashReader
{
    private static readonly int[] AboutMemory = [7, 11]; // SIGBUS, SIGSEGV
    private const int AboutInstruction = 4; // SIGILL

    /// <summary>Reads the site of a stop.</summary>
    /// <param name="stop">How the process stood.</param>
    /// <param name="machine">Where the mapped files are.</param>
    public static CrashSite Read(SignalStop stop, IMachine machine)
    {
        CrashSite site = new()
        {
            File = stop.File,
            Offset = stop.Offset,
            Bytes = stop.Bytes,
            IsSent = stop.Code <= 0,
            Reached = stop.Code > 0 && AboutMemory.Contains(stop.Signal) ? stop.Reached : null,
        };
        if (stop.File is { } path && machine.Open(path, out _) is { } source)
        {
            using BinaryFile file = BinaryFiles.Read(source);
            if (file.Images.OfType<ElfImage>().FirstOrDefault() is { } image && AddressOf(image, stop.Offset) is { } address)
            {
                site = site with { Address = address };
                if (FunctionFinder.At(image, source, address) is { } function) site = site with { Function = function.Name, FunctionOffset = address - function.Start };
            }
        }

        if (stop.Code > 0 && InstructionReader.Read(stop.Bytes, site.Address ?? stop.Counter, stop.Architecture) is { } instruction)
        {
            site = site with
            {
                Instruction = instruction.Text,
                Bytes = instruction.Bytes,
                Needs = stop.Signal == AboutInstruction ? instruction.Needs : default,
            };
        }

        return site;
    }

    private static ulong? AddressOf(ElfImage image, ulong offset)
    {
        foreach (ElfSegment segment in image.Segments)
        {
            if (!segment.IsLoad || offset < (ulong)segment.Offset.Value || offset - (ulong)segment.Offset.Value >= segment.FileSize) continue;
            return segment.Address.Value + (offset - (ulong)segment.Offset.Value);
        }

        return null;
    }
}
