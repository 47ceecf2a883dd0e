using Assay.Binaries;
using Assay.Binaries.Code.Survey;
using Assay.Primitives;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Cli.Commands;

/// <summary><c>assay show FILE</c>: what a binary says, in the syntax that the pages of the rules are written in.</summary>
internal static class ShowCommand
{
    public static ExitCode Run(string file, bool code, bool json, Session session)
    {
        string path = session.Absolute(file);
        ByteSource? source = session.Machine.Open(path, out AccessOutcome outcome);
        if (source is null) return session.Refuse($"{path}: {Reason(outcome)}");

        using BinaryFile binary = BinaryFiles.Read(source);
        if (json) ShowJson.Write(path, binary, code, session.Output);
        else if (code && binary.Format != BinaryFormat.Unknown) session.Print(writer => WriteCode(binary, writer));
        else if (binary.Format != BinaryFormat.Unknown) session.Print(writer => BinaryDump.Write(binary, writer));
        if (binary.Format != BinaryFormat.Unknown) return ExitCode.Success;
        BinaryFault? fault = binary.Faults.FirstOrDefault();
        return session.Refuse($"{path}: expected {fault?.Expected ?? "an ELF, Mach-O or PE file"}, found {fault?.Found ?? "something else"}");
    }

    private static void WriteCode(BinaryFile binary, TextWriter writer)
    {
        foreach (BinaryImage image in binary.Images)
        {
            CodeSurvey survey = CodeSurvey.Of(image);
            string architecture = TargetName.ArchitectureName(image.Architecture, image.Platform);
            writer.WriteLine(survey.CodeSize == 0
                ? $"{architecture}: no code of x86_64 or arm64"
                : $"{architecture}: {survey.CodeSize} bytes of code; what any of it needs, whether or not it runs{(survey.Needs.IsEmpty ? ": the baseline" : "")}");
            int width = survey.Needs.Select(need => CpuFeatureNames.Of(need.Feature).Length).DefaultIfEmpty(0).Max();
            foreach (CodeNeed need in survey.Needs)
                writer.WriteLine($"  {CpuFeatureNames.Of(need.Feature).PadRight(width)}  0x{need.Instruction.Address:x}  {need.Instruction.Text}{(need.IsInFunction ? "" : "  (outside of the functions that the file tells of: may be data)")}");
        }
    }

    private static string Reason(AccessOutcome outcome) => outcome switch
    {
        AccessOutcome.Missing => "no such file or directory",
        AccessOutcome.NotADirectory => "something on the way is not a directory",
        AccessOutcome.IsADirectory => "expected a file, found a directory",
        AccessOutcome.Denied => "permission denied",
        AccessOutcome.LinkLoop => "symbolic links lead round in a circle",
        _ => "cannot be opened as a regular file",
    };
}
