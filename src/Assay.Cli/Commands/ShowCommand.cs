using Assay.Binaries;
using Assay.Primitives;

namespace Assay.Cli.Commands;

/// <summary><c>assay show FILE</c>: what a binary says, in the syntax that the pages of the rules are written in.</summary>
internal static class ShowCommand
{
    public static ExitCode Run(string file, bool json, Session session)
    {
        string path = session.Absolute(file);
        ByteSource? source = session.Machine.Open(path, out AccessOutcome outcome);
        if (source is null) return session.Refuse($"{path}: {Reason(outcome)}");

        using BinaryFile binary = BinaryFiles.Read(source);
        if (json) ShowJson.Write(path, binary, session.Output);
        else if (binary.Format != BinaryFormat.Unknown) session.Print(writer => BinaryDump.Write(binary, writer));
        if (binary.Format != BinaryFormat.Unknown) return ExitCode.Success;
        BinaryFault? fault = binary.Faults.FirstOrDefault();
        return session.Refuse($"{path}: expected {fault?.Expected ?? "an ELF, Mach-O or PE file"}, found {fault?.Found ?? "something else"}");
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
