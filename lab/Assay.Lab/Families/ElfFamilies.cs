using Assay.Lab.Cases;
using Assay.Lab.Elf;

namespace Assay.Lab.Families;

/// <summary>Headers and lengths of real compiled files.</summary>
internal static class ElfFamilies
{
    private const Kinds Anything = Kinds.Real | Kinds.Host | Kinds.Musl;

    public static IEnumerable<Family> All()
    {
        yield return Edit("elf-machine", (scene, elf) => elf.Put16(18, scene.Pick<ushort>([3, 21, 40, 62, 183, 243, 0, 0xffff])), musl: 4);
        yield return Edit("elf-class", (scene, elf) => elf.Bytes[4] = scene.Pick<byte>([1, 1, 1, 0, 3]), musl: 3);
        yield return Edit("elf-ident", (scene, elf) =>
        {
            (int at, byte value) = scene.Pick<(int, byte)>([(0, 0x7e), (1, (byte)'e'), (5, 2), (5, 0), (6, 0), (6, 2), (7, 1), (7, 3), (7, 9), (7, 97), (8, 1), (9, 1), (15, 255)]);
            scene.Note($"e_ident[{at}] = {value}");
            elf.Bytes[at] = value;
        }, x86: 22, arm: 9, musl: 5);
        yield return Edit("elf-type", (scene, elf) => elf.Put16(16, scene.Pick<ushort>([0, 1, 2, 4, 0xfe00])), musl: 3);
        yield return Edit("elf-version", (_, elf) => elf.Put32(20, 2), x86: 4, arm: 2, musl: 1);
        yield return Edit("elf-header-table", (scene, elf) =>
        {
            switch (scene.Random.Next(6))
            {
                case 0: elf.Put16(54, 32); scene.Note("e_phentsize 32"); break;
                case 1: elf.Put16(56, 0); scene.Note("e_phnum 0"); break;
                case 2: elf.Put64(32, (ulong)elf.Bytes.Length + 4096); scene.Note("e_phoff beyond the end"); break;
                case 3: elf.Put64(40, ulong.MaxValue); scene.Note("e_shoff absurd"); break;
                case 4: elf.Put16(60, 0); elf.Put64(40, 0); scene.Note("no section headers"); break;
                default: elf.Put16(62, 0xff00); scene.Note("e_shstrndx absurd"); break;
            }
        }, x86: 16, arm: 6, musl: 4);
        yield return Edit("elf-zeroed", (scene, elf) =>
        {
            (int start, int length) = scene.Pick<(int, int)>([(0, 4), (0, 16), (0, 64), (16, 48), (64, 56), (64, 56 * elf.ProgramHeaders.Count), (0, 4096)]);
            scene.Note($"{length} zero bytes at {start}");
            elf.Bytes.AsSpan(start, Math.Min(length, elf.Bytes.Length - start)).Clear();
        }, x86: 14, arm: 6, musl: 4);
        yield return new Family { Name = "elf-truncated", Bases = Anything, X86 = 36, Arm = 14, Musl = 12, Act = Truncate };
        yield return new Family { Name = "not-a-binary", Bases = Anything, X86 = 22, Arm = 9, Musl = 7, Act = Replace };
        yield return new Family { Name = "file-or-link-gone", Bases = Anything, X86 = 30, Arm = 12, Musl = 8, Act = Vanish };
        yield return Edit("elf-segments", Segments, x86: 18, arm: 7, musl: 5);
        yield return Edit("elf-misaligned", (scene, elf) =>
        {
            List<ProgramHeader> loads = [.. elf.Loads];
            ProgramHeader load = scene.Pick(loads);
            long by = scene.Pick<long>([8, 16, 0x100, 0x800]);
            scene.Note($"p_offset of segment {loads.IndexOf(load)} moved by {by}");
            load.Offset += by;
        }, x86: 10, arm: 5, musl: 2);
        yield return Edit("elf-alignment-field", (scene, elf) =>
        {
            // p_align says how the file would like to be mapped; glibc 2.35 and later only test the offsets.
            ulong value = scene.Pick<ulong>([0, 1, 3, 0x800, 0x1000, 0x4000, 0x10000]);
            scene.Note($"p_align {value:x}");
            foreach (ProgramHeader load in elf.Loads) load.Alignment = value;
        }, x86: 8, arm: 4, musl: 2);
        yield return Edit("execstack-flag", (scene, elf) => elf.Header(ElfNames.GnuStack).Flags = scene.Pick<uint>([7, 7, 1]), bases: Anything | Kinds.Trixie, x86: 14, arm: 4, musl: 2);
        yield return Edit("execstack-absent", (_, elf) => elf.Header(ElfNames.GnuStack).Type = 0, bases: Anything | Kinds.Trixie, x86: 12, arm: 4, musl: 2);
        yield return new Family { Name = "isa-level", Bases = Kinds.Real | Kinds.Host, X86 = 12, Arm = 2, Act = IsaLevel };
        yield return Edit("dynamic-flags", DynamicFlags, x86: 12, arm: 5, musl: 2);
        yield return Edit("relocation-type", (scene, elf) =>
        {
            List<int> relocations = [.. elf.Relocations()];
            int at = scene.Pick(relocations);
            uint type = scene.Pick<uint>([200, 250, 1999]);
            scene.Note($"relocation {relocations.IndexOf(at)} of type {type}");
            elf.Put32(at + 8, type);
        }, x86: 3, arm: 2, musl: 3);
    }

    /// <summary>A family that changes fields of one file.</summary>
    public static Family Edit(string name, Action<Scene, ElfEditor> change, Kinds bases = Anything, int x86 = 12, int arm = 5, int musl = 0, Victims victims = Victims.Any) => new()
    {
        Name = name,
        Bases = bases,
        X86 = x86,
        Arm = arm,
        Musl = musl,
        Act = scene => EditFile(scene, scene.Victim(victims), change),
    };

    public static void EditFile(Scene scene, string path, Action<Scene, ElfEditor> change) => scene.Tree.Edit(path, bytes =>
    {
        ElfEditor elf = new(bytes);
        change(scene, elf);
        return elf.Bytes;
    });

    private static void Truncate(Scene scene)
    {
        string victim = scene.Victim();
        scene.Tree.Edit(victim, bytes =>
        {
            ElfEditor elf = new(bytes);
            List<ProgramHeader> loads = [.. elf.Loads];
            long lastEnd = loads.Max(load => load.Offset + load.FileSize);
            long lastPage = lastEnd & ~4095;
            ProgramHeader some = scene.Pick(loads);
            (string Name, long Length)[] boundaries =
            [
                ("nothing left", 0), ("one byte", 1), ("inside the ELF header", 52), ("one byte short of the ELF header", 63), ("the ELF header alone", 64),
                ("inside the program headers", elf.ProgramHeadersEnd - 20), ("one byte short of the program headers", elf.ProgramHeadersEnd - 1), ("the program headers and no more", elf.ProgramHeadersEnd),
                ("one page", 4096), ("the start of a segment", some.Offset), ("the end of a segment", some.Offset + some.FileSize), ("the middle", bytes.Length / 2),
                ("a page before the last mapped one", lastPage - 4096), ("the start of the last mapped page", lastPage), ("inside the last mapped page", lastPage + 8),
                ("the end of what is mapped", lastEnd), ("inside the section headers", bytes.Length - 100), ("one byte short", bytes.Length - 1),
            ];
            (string name, long length) = scene.Pick(boundaries);
            length = Math.Clamp(length, 0, bytes.Length);
            scene.Note($"cut to {length} of {bytes.Length} bytes: {name}");
            return bytes[..(int)length];
        });
    }

    private static void Replace(Scene scene)
    {
        string victim = scene.Victim();
        (string name, byte[] content) = scene.Pick<(string, byte[])>(
        [
            ("a pointer of Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345678\n"u8.ToArray()),
            ("a page of HTML", "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>\n"u8.ToArray()),
            ("a short text", "not a library\n"u8.ToArray()),
            ("a linker script", System.Text.Encoding.ASCII.GetBytes("/* GNU ld script */\nGROUP ( /lib/libc.so.6 AS_NEEDED ( /lib/ld-linux.so.2 ) )" + new string('\n', 30))),
            ("an archive", System.Text.Encoding.ASCII.GetBytes("!<arch>\n/               0           0     0     0       100       `\n" + new string('x', 100))),
            ("a Mach-O header", [0xcf, 0xfa, 0xed, 0xfe, 0x0c, 0, 0, 1, 0, 0, 0, 0, 8, 0, 0, 0, .. new byte[200]]),
            ("a fat Mach-O header", [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2, .. new byte[200]]),
            ("a PE header", [(byte)'M', (byte)'Z', .. new byte[300]]),
            ("zeros", new byte[8192]),
            ("a gzip header", [0x1f, 0x8b, 8, 0, .. new byte[100]]),
        ]);
        scene.Note(name);
        scene.Tree.Write(victim, content, executable: true);
    }

    private static void Vanish(Scene scene)
    {
        string victim = scene.Victim();
        switch (scene.Random.Next(5))
        {
            case 0 or 1:
                scene.Note("removed");
                scene.Tree.Remove(victim);
                break;
            case 2:
                scene.Note("a dangling link");
                scene.Tree.Link(victim, "/nowhere/at/all.so");
                break;
            case 3:
                scene.Note("a link to itself");
                scene.Tree.Link(victim, Path.GetFileName(victim));
                break;
            default:
                scene.Note("a directory of that name");
                scene.Tree.Remove(victim);
                scene.Tree.MakeDirectory(victim);
                break;
        }
    }

    private static void Segments(Scene scene, ElfEditor elf)
    {
        List<ProgramHeader> loads = [.. elf.Loads];
        switch (scene.Random.Next(6))
        {
            case 0:
                scene.Note("no PT_DYNAMIC");
                elf.Header(ElfNames.Dynamic).Type = 0;
                break;
            case 1:
                scene.Note("no PT_LOAD");
                foreach (ProgramHeader load in loads) load.Type = 0;
                break;
            case 2:
                scene.Note("an empty segment out of step, as strip leaves it after patchelf");
                ProgramHeader relro = elf.ProgramHeaders.FirstOrDefault(header => header.Type == ElfNames.GnuRelro) ?? throw Scene.NotApplicable("no header to spare");
                (relro.Type, relro.Offset, relro.Address, relro.FileSize, relro.MemorySize, relro.Alignment) = (ElfNames.Load, 0x27a9a0, 0x7f484000, 0, 0, 0x1000);
                break;
            case 3:
                scene.Note("no PT_GNU_RELRO");
                elf.Header(ElfNames.GnuRelro).Type = 0;
                break;
            case 4:
                scene.Note("no notes");
                foreach (ProgramHeader header in elf.ProgramHeaders.Where(header => header.Type is ElfNames.Note or ElfNames.GnuProperty)) header.Type = 0;
                break;
            default:
                scene.Note("an unknown program header");
                elf.Header(ElfNames.GnuRelro).Type = 0x60001234;
                break;
        }
    }

    private static void DynamicFlags(Scene scene, ElfEditor elf)
    {
        // DT_RELACOUNT is only a hint: its place is given to the flags.
        DynamicEntry entry = elf.Dynamic(ElfNames.Flags1) ?? elf.Dynamic(ElfNames.RelaCount) ?? throw Scene.NotApplicable("no dynamic entry to spare");
        (string name, ulong value) = scene.Pick<(string, ulong)>([("DF_1_NOOPEN", 0x40), ("DF_1_PIE", 0x8000000), ("DF_1_NODEFLIB", 0x800), ("DF_1_NODELETE", 8), ("DF_1_NOW", 1), ("DF_1_GLOBAL", 2), ("DF_1_INTERPOSE", 0x400)]);
        scene.Note(name);
        (entry.Tag, entry.Value) = (ElfNames.Flags1, value);
    }

    private static void IsaLevel(Scene scene) => EditFile(scene, scene.Victim(), (_, elf) =>
    {
        if (scene.Base.Platform == "aarch64") throw Scene.NotApplicable("a note of x86");
        foreach (ProgramHeader note in elf.ProgramHeaders.Where(header => header.Type == ElfNames.Note))
            for (int at = (int)note.Offset; at + 32 <= note.Offset + note.FileSize; at += 4)
                if (elf.U32(at) == 4 && elf.U32(at + 8) == 5 && elf.U32(at + 12) == 0x554e47 && elf.U32(at + 20) == 4)
                {
                    (uint property, uint bits) = scene.Pick<(uint, uint)>([(0xc0008002, 1), (0xc0008002, 3), (0xc0008002, 7), (0xc0008002, 15), (0xc0008002, 0x10), (0xc0010002, 15), (0xc0008002, 0x80000000)]);
                    scene.Note($"property {property:x} = {bits:x}");
                    elf.Put32(at + 16, property);
                    elf.Put32(at + 24, bits);
                    return;
                }

        throw Scene.NotApplicable("no property note");
    });
}
