using System.Collections.Concurrent;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Diagnostics;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading.Glibc;

/// <summary>
/// Opens a candidate and judges its header, field by field in the order of glibc elf/dl-load.c <c>open_verify</c>: another class or machine counts as
/// absent, everything else that is odd ends the search. Safe for several threads.
/// </summary>
/// <param name="machine">The machine whose files are opened.</param>
/// <param name="store">The binaries of that machine.</param>
/// <param name="abi">What the loader expects.</param>
internal sealed class FileVerifier(IMachine machine, BinaryStore store, ElfAbi abi)
{
    private readonly ConcurrentDictionary<FileIdentity, VerifiedFile> known = new();

    /// <summary>Opens a file and judges it.</summary>
    /// <param name="path">An absolute path.</param>
    public VerifiedFile Open(string path)
    {
        FileFacts? facts = machine.Look(path, out AccessOutcome outcome);
        if (facts is null) return Absent(outcome);
        if (known.TryGetValue(facts.Identity, out VerifiedFile? verified)) return verified;
        verified = facts.Kind switch
        {
            FileKind.File => Read(path, facts),

            // open() succeeds on a directory and read() says EISDIR.
            FileKind.Directory => Fatal(LoadFailureKind.NotABinary, "cannot read file data: Is a directory", "a directory", null),
            _ => new VerifiedFile(Acceptance.Undecided, "a device, socket or pipe, which is not opened here"),
        };
        known[facts.Identity] = verified;
        return verified;
    }

    private static VerifiedFile Absent(AccessOutcome outcome) => new(Acceptance.PassedOver, outcome switch
    {
        AccessOutcome.Missing => "no such file",
        AccessOutcome.Denied => "permission denied",
        AccessOutcome.NotADirectory => "something on the way is not a directory",
        AccessOutcome.LinkLoop => "symbolic links lead round in a circle",
        _ => "it cannot be opened",
    })
    {
        Outcome = outcome == AccessOutcome.Denied ? SearchOutcome.Denied : SearchOutcome.Missing,
        Kind = outcome == AccessOutcome.Denied ? LoadFailureKind.PermissionDenied : LoadFailureKind.MissingLibrary,
        Error = outcome,
    };

    private VerifiedFile Read(string path, FileFacts facts)
    {
        BinaryFile? file = store.Get(path, out AccessOutcome outcome);
        if (file is null) return Absent(outcome == AccessOutcome.Found ? AccessOutcome.Failed : outcome);
        if (file.Length < abi.HeaderSize)
            return Fatal(LoadFailureKind.TooShort, "file too short", $"{file.Length} bytes long", Field(0, "e_ident", $"{file.Length} bytes", $"an ELF header has {abi.HeaderSize}"));
        if (file.Format != BinaryFormat.Elf || file.Images is not [ElfImage image, ..])
            return Fatal(LoadFailureKind.NotABinary, "invalid ELF header", LooksLike(file), Field(0, "e_ident", LooksLike(file), "not the magic number of an ELF file"));
        return Judge(image.Header, file.Length) ?? new VerifiedFile(Acceptance.Accepted, "accepted") { Image = image, Length = file.Length, Identity = facts.Identity };
    }

    private VerifiedFile? Judge(ElfHeader header, long length)
    {
        if (header.Class != abi.Class)
        {
            // A header of another class is not read any further, so neither is its machine.
            string found = header.Class switch { ElfClass.Elf32 => "ELFCLASS32", ElfClass.Elf64 => "ELFCLASS64", _ => $"{(byte)header.Class}" };
            return Other(LoadFailureKind.WrongClass, $"its ELF class is {found}", Field(4, "EI_CLASS", found, $"this process loads {Name(abi.Class)} only")) with { IsOtherClass = true };
        }

        if (header.Data != abi.Data)
        {
            return Fatal(LoadFailureKind.InvalidHeader, $"ELF file data encoding not {(abi.Data == ElfData.BigEndian ? "big" : "little")}-endian", "another byte order",
                Field(5, "EI_DATA", $"{(byte)header.Data}", $"{(byte)abi.Data} is wanted"));
        }

        if (header.IdentificationVersion != 1)
            return Fatal(LoadFailureKind.InvalidHeader, "ELF file version ident does not match current one", "another ELF version", Field(6, "EI_VERSION", $"{header.IdentificationVersion}", "1 is wanted"));
        if (header.OsAbi is not (ElfConstants.ELFOSABI_NONE or ElfConstants.ELFOSABI_GNU))
            return Fatal(LoadFailureKind.InvalidHeader, "ELF file OS ABI invalid", "built for another system", Field(7, "EI_OSABI", $"{header.OsAbi}", "0 (System V) or 3 (GNU) is wanted"));
        if (header.AbiVersion != 0 && !(header.OsAbi == ElfConstants.ELFOSABI_GNU && header.AbiVersion < abi.AbiVersions))
            return Fatal(LoadFailureKind.InvalidHeader, "ELF file ABI version invalid", "another ABI version", Field(8, "EI_ABIVERSION", $"{header.AbiVersion}", "0 is wanted"));
        for (int i = 9; i < ElfHeader.IdentificationSize; i++)
        {
            if (header.Identification[i] != 0)
                return Fatal(LoadFailureKind.InvalidHeader, "nonzero padding in e_ident", "bytes in the padding of its header", Field(i, "EI_PAD", $"{header.Identification[i]}", "0 is wanted"));
        }

        if (header.Version != 1)
            return Fatal(LoadFailureKind.InvalidHeader, "ELF file version does not match current one", "another ELF version", Field(20, "e_version", $"{header.Version}", "1 is wanted"));
        if (header.Machine != abi.Machine)
        {
            string found = MachineName(header.Machine);
            return Other(LoadFailureKind.WrongArchitecture, $"built for {found}", Field(18, "e_machine", $"{header.Machine} ({found})", $"this process runs {Name(abi.Architecture)} code"));
        }

        if (header.Type is not (ElfConstants.ET_DYN or ElfConstants.ET_EXEC))
        {
            return Fatal(LoadFailureKind.InvalidHeader, "only ET_DYN and ET_EXEC can be loaded", "neither a library nor a program",
                Field(16, "e_type", "ET_" + ElfNames.FileType(header.Type), "ET_DYN is wanted"));
        }

        int sizeField = abi.Class == ElfClass.Elf64 ? 54 : 42;
        if (header.ProgramHeaderSize != abi.ProgramHeaderSize)
        {
            return Fatal(LoadFailureKind.InvalidHeader, "ELF file's phentsize not the expected size", "program headers of another size",
                Field(sizeField, "e_phentsize", $"{header.ProgramHeaderSize}", $"{abi.ProgramHeaderSize} is wanted"));
        }

        long tableSize = (long)header.ProgramHeaderCount * abi.ProgramHeaderSize, start = header.ProgramHeaders.Value;
        if (tableSize == 0 || (start >= 0 && start <= length - tableSize)) return null;
        Evidence evidence = Field(abi.Class == ElfClass.Elf64 ? 32 : 28, "e_phoff", $"0x{start:x}", $"{header.ProgramHeaderCount} program headers do not fit into {length} bytes");

        // pread() with an offset that is negative as off_t says EINVAL; behind the end of the file it reads nothing and sets no error.
        return Fatal(LoadFailureKind.TooShort, start < 0 ? "cannot read file data: Invalid argument" : "cannot read file data", "it ends before its program headers do", evidence);
    }

    private static VerifiedFile Fatal(LoadFailureKind kind, string text, string reason, Evidence? evidence) =>
        new(Acceptance.Fatal, reason) { Kind = kind, Text = text, Evidence = evidence, Outcome = SearchOutcome.Rejected };

    private static VerifiedFile Other(LoadFailureKind kind, string reason, Evidence evidence) =>
        new(Acceptance.PassedOver, reason) { Kind = kind, Evidence = evidence, Outcome = SearchOutcome.WrongArchitecture };

    private static Evidence Field(int offset, string field, string value, string label) => new("", offset, "ELF header", field, value, label);

    private static string LooksLike(BinaryFile file) => file.Format switch
    {
        BinaryFormat.MachO => "a Mach-O file (macOS)",
        BinaryFormat.Pe => "a PE file (Windows)",
        _ => file.OwnFaults is [var fault, ..] ? fault.Found : "not an ELF file",
    };

    private static string Name(ElfClass elfClass) => elfClass == ElfClass.Elf32 ? "ELFCLASS32" : "ELFCLASS64";

    private static string Name(Architecture architecture) => TargetName.ArchitectureName(architecture, OperatingSystemKind.Linux);

    private static string MachineName(ushort machine) => machine switch
    {
        ElfConstants.EM_X86_64 => "x86_64",
        ElfConstants.EM_386 => "i386",
        ElfConstants.EM_AARCH64 => "aarch64",
        ElfConstants.EM_ARM => "arm",
        ElfConstants.EM_RISCV => "riscv",
        ElfConstants.EM_PPC64 => "ppc64",
        ElfConstants.EM_S390 => "s390x",
        ElfConstants.EM_LOONGARCH => "loongarch",
        ElfConstants.EM_MIPS => "mips",
        _ => $"machine {machine}",
    };
}
