using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Binaries.Pe;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>Reads what the interpreter's own binaries say: system, architectures, C library, version, built-in modules.</summary>
internal static class InterpreterReader
{
    private const int LargestHeaderFile = 1 << 16;

    /// <summary>Built-in modules whose initialisation has another name than <c>PyInit_*</c>, or none (Modules/config.c.in).</summary>
    private static readonly string[] FixedBuiltins = ["builtins", "sys", "marshal", "_warnings", "_imp"];

    /// <summary>Reads an interpreter.</summary>
    /// <param name="machine">The machine it is on.</param>
    /// <param name="realExecutable">The executable, links followed.</param>
    public static InterpreterFacts Read(IMachine machine, string realExecutable)
    {
        using InterpreterBinary? program = InterpreterBinary.Open(machine, realExecutable);
        if (program is null)
        {
            bool isReadable = machine.Look(realExecutable, out AccessOutcome outcome) is not null && machine.ReadPseudoFile(realExecutable, 1).Length > 0;
            return new InterpreterFacts { Problems = [isReadable || outcome == AccessOutcome.Found ? $"{realExecutable}: is no ELF, Mach-O or PE program" : $"{realExecutable}: cannot be read ({outcome})"] };
        }

        BinaryImage image = program.File.Images[0];
        OperatingSystemKind os = image switch { ElfImage => OperatingSystemKind.Linux, PeImage => OperatingSystemKind.Windows, _ => OperatingSystemKind.MacOs };
        string? loader = (image as ElfImage)?.Interpreter;
        string? library = InterpreterLibrary.Find(machine, realExecutable, image);
        using InterpreterBinary? shared = library is null ? null : InterpreterBinary.Open(machine, library);
        InterpreterBinary holder = shared ?? program;
        (PythonVersion Version, string Flags)? named = (library is null ? null : InterpreterName.Parse(PosixPath.Name(library))) ?? InterpreterName.Parse(PosixPath.Name(realExecutable)) ?? InterpreterLibrary.VersionInNeeds(image);
        return new InterpreterFacts
        {
            Os = os,
            Architectures = [.. program.File.Images.Select(each => each.Architecture).Distinct()],
            Libc = loader is null ? LibcKind.None : PosixPath.Name(loader).StartsWith("ld-musl", StringComparison.Ordinal) ? LibcKind.Musl : LibcKind.Glibc,
            LoaderPath = loader,
            SharedLibrary = library,
            Version = Version(machine, holder, named?.Version, realExecutable),
            ReleaseLevel = holder.VersionHex() is { } hex ? ReleaseLevel(hex) : null,
            AbiFlags = named?.Flags ?? "",
            Implementation = PosixPath.Name(realExecutable).StartsWith("pypy", StringComparison.Ordinal) ? "pypy" : "cpython",
            BuiltinModules = Builtins(holder),
            Problems = [.. program.File.OwnFaults.Select(fault => $"{realExecutable}: {fault}")],
        };
    }

    // The lowest byte of PY_VERSION_HEX: 0xa, 0xb, 0xc or 0xf for alpha, beta, candidate and release, then a number.
    private static string? ReleaseLevel(uint hex) => ((hex >> 4) & 0xf) switch
    {
        0xa => $"a{hex & 0xf}",
        0xb => $"b{hex & 0xf}",
        0xc => $"rc{hex & 0xf}",
        _ => null,
    };

    private static PythonVersion? Version(IMachine machine, InterpreterBinary holder, PythonVersion? named, string executable)
    {
        // PY_VERSION_HEX: major, minor, micro in a byte each, then the release level (Doc/c-api/apiabiversion.rst).
        if (holder.VersionHex() is { } hex && (hex >> 24) is >= 3 and < 10) return new PythonVersion((int)(hex >> 24), (int)((hex >> 16) & 0xff), (int)((hex >> 8) & 0xff));
        if (named is not { } known) return null;
        if (holder.File.Images[0] is PeImage { FileVersion.FileVersion: { } file } && file.Major == known.Major && file.Minor == known.Minor)
            return known with { Micro = file.Build / 1000 }; // PC/python_ver_rc.h, FIELD3: micro * 1000 + level and serial
        return known with { Micro = HeaderMicro(machine, executable, known) ?? holder.FindMicro(known) };
    }

    /// <summary>PY_MICRO_VERSION of the headers installed with the interpreter.</summary>
    private static int? HeaderMicro(IMachine machine, string executable, PythonVersion version)
    {
        // The directory carries the ABI flags (LDVERSION in Makefile.pre.in).
        string start = PosixPath.Join(PosixPath.Directory(PosixPath.Directory(executable)), $"include/python{version.Short}");
        string? text = ((string[])["", "t", "d", "td"]).Select(flags => machine.ReadText($"{start}{flags}/patchlevel.h", LargestHeaderFile)).FirstOrDefault(found => found is not null);
        if (text is null) return null;
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 3 && words[0] == "#define" && words[1] == "PY_MICRO_VERSION") return int.TryParse(words[2], out int micro) && micro is >= 0 and < 256 ? micro : null;
        }

        return null;
    }

    private static ImmutableHashSet<string> Builtins(InterpreterBinary holder)
    {
        List<string> names = holder.Builtins();
        if (names.Count == 0) return [];

        // Up to 3.6 the module `_imp` is initialised by PyInit_imp; `imp` itself was a Python file as long as it lived.
        return names.Where(name => name != "imp").Concat(FixedBuiltins).ToImmutableHashSet(StringComparer.Ordinal);
    }
}
