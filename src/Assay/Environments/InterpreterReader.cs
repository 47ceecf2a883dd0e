using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>Reads what the interpreter's own binary says: system, architectures, C library, version, built-in modules.</summary>
internal static class InterpreterReader
{
    /// <summary>The largest interpreter seen has 23 MB (a shared library with debug information).</summary>
    private const int LargestInterpreter = 256 << 20;

    /// <summary>Built-in modules whose initialisation has another name than <c>PyInit_*</c>, or none (Modules/config.c.in).</summary>
    private static readonly string[] FixedBuiltins = ["builtins", "sys", "marshal", "_warnings"];

    /// <summary>Reads an interpreter.</summary>
    /// <param name="machine">The machine it is on.</param>
    /// <param name="realExecutable">The executable, links followed.</param>
    public static InterpreterFacts Read(IMachine machine, string realExecutable)
    {
        using ByteSource? source = machine.Open(realExecutable, out AccessOutcome outcome);
        if (source is null) return new InterpreterFacts { Problems = [$"{realExecutable}: cannot be read ({outcome})"] };
        byte[] head = source.ReadUpTo(0, 4096);
        (OperatingSystemKind os, ImmutableArray<Architecture> architectures) = Header(head);
        if (os == OperatingSystemKind.Unknown) return new InterpreterFacts { Problems = [$"{realExecutable}: is no ELF, Mach-O or PE program"] };
        byte[] bytes = source.Length <= LargestInterpreter ? source.ReadUpTo(0, source.Length) : head;
        LibcKind libc = os != OperatingSystemKind.Linux ? LibcKind.None
            : head.AsSpan().IndexOf("/ld-musl-"u8) >= 0 ? LibcKind.Musl
            : head.AsSpan().IndexOf("/ld-linux"u8) >= 0 || head.AsSpan().IndexOf("/ld64.so"u8) >= 0 ? LibcKind.Glibc : LibcKind.None;
        (PythonVersion version, string flags)? named = InterpreterName.Parse(PosixPath.Name(realExecutable)) ?? LibraryVersion(bytes);
        string? library = null;
        if (named is { } known && bytes.AsSpan().IndexOf("PyInit_"u8) < 0)
        {
            library = FindLibrary(machine, realExecutable, known.version, known.flags, os);
            if (library is not null) bytes = machine.ReadWhole(library, LargestInterpreter) ?? bytes;
        }

        return new InterpreterFacts
        {
            Os = os,
            Architectures = architectures,
            Libc = libc,
            SharedLibrary = library,
            Version = named is { } found ? found.version with { Micro = Micro(bytes, found.version) } : null,
            AbiFlags = named?.flags ?? "",
            Implementation = PosixPath.Name(realExecutable).StartsWith("pypy", StringComparison.Ordinal) ? "pypy" : "cpython",
            BuiltinModules = Builtins(bytes),
        };
    }

    private static (OperatingSystemKind Os, ImmutableArray<Architecture> Architectures) Header(ReadOnlySpan<byte> head)
    {
        if (head.Length < 64) return (OperatingSystemKind.Unknown, []);
        if (head.StartsWith("\u007fELF"u8))
        {
            ushort machine = head[5] == 2 ? BinaryPrimitives.ReadUInt16BigEndian(head[18..]) : BinaryPrimitives.ReadUInt16LittleEndian(head[18..]);
            return (OperatingSystemKind.Linux, [machine switch
            {
                62 => Architecture.X86_64, 3 => Architecture.X86, 183 => Architecture.Arm64, 40 => Architecture.Arm, 243 => Architecture.RiscV64,
                21 => head[5] == 2 ? Architecture.Ppc64 : Architecture.Ppc64Le, 22 => Architecture.S390X, 258 => Architecture.LoongArch64, _ => Architecture.Unknown,
            }]);
        }

        uint magic = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (magic is 0xcffaedfe or 0xcefaedfe) return (OperatingSystemKind.MacOs, [MachO(BinaryPrimitives.ReadUInt32LittleEndian(head[4..]))]);
        if (magic == 0xcafebabe)
        {
            List<Architecture> slices = [];
            for (int i = 0; i < Math.Min(BinaryPrimitives.ReadUInt32BigEndian(head[4..]), 8u) && 8 + (20 * i) + 4 <= head.Length; i++)
                slices.Add(MachO(BinaryPrimitives.ReadUInt32BigEndian(head[(8 + (20 * i))..])));
            return (OperatingSystemKind.MacOs, [.. slices]);
        }

        if (!head.StartsWith("MZ"u8)) return (OperatingSystemKind.Unknown, []);
        uint at = BinaryPrimitives.ReadUInt32LittleEndian(head[60..]);
        if (at > head.Length - 8) return (OperatingSystemKind.Unknown, []);
        return (OperatingSystemKind.Windows, [BinaryPrimitives.ReadUInt16LittleEndian(head[((int)at + 4)..]) switch
        {
            0x8664 => Architecture.X86_64, 0x14c => Architecture.X86, 0xaa64 => Architecture.Arm64, _ => Architecture.Unknown,
        }]);
    }

    private static Architecture MachO(uint type) => type switch { 0x01000007 => Architecture.X86_64, 0x0100000c => Architecture.Arm64, 7 => Architecture.X86, _ => Architecture.Unknown };

    private static (PythonVersion, string)? LibraryVersion(ReadOnlySpan<byte> bytes)
    {
        int at = bytes.IndexOf("libpython3."u8);
        if (at >= 0) return InterpreterName.Parse(Encoding.Latin1.GetString(bytes[(at + 3)..Math.Min(at + 16, bytes.Length)]));
        at = bytes.IndexOf("python3"u8);
        return at >= 0 ? InterpreterName.Parse(Encoding.Latin1.GetString(bytes[at..Math.Min(at + 16, bytes.Length)])) : null;
    }

    private static string? FindLibrary(IMachine machine, string executable, PythonVersion version, string flags, OperatingSystemKind os)
    {
        string directory = PosixPath.Directory(executable);
        string above = PosixPath.Directory(directory);
        string[] candidates = os switch
        {
            OperatingSystemKind.Windows => [PosixPath.Join(directory, $"python{version.Major}{version.Minor}{flags}.dll")],
            OperatingSystemKind.MacOs => [PosixPath.Join(above, $"lib/libpython{version.Short}{flags}.dylib"), PosixPath.Join(above, "Python")],
            _ => [PosixPath.Join(above, $"lib/libpython{version.Short}{flags}.so.1.0"), PosixPath.Join(above, $"lib64/libpython{version.Short}{flags}.so.1.0")],
        };
        foreach (string candidate in candidates)
            if (machine.IsFile(candidate)) return machine.RealPath(candidate);
        return null;
    }

    private static int? Micro(ReadOnlySpan<byte> bytes, PythonVersion version)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(version.Short + ".");
        while (true)
        {
            int at = bytes.IndexOf(wanted);
            if (at < 0) return null;
            byte before = at > 0 ? bytes[at - 1] : (byte)0;
            bytes = bytes[(at + wanted.Length)..];
            if (before == '.' || char.IsAsciiDigit((char)before)) continue;
            int digits = 0, micro = 0;
            while (digits < bytes.Length && digits < 3 && char.IsAsciiDigit((char)bytes[digits])) micro = (micro * 10) + bytes[digits++] - '0';
            if (digits > 0 && digits < bytes.Length && bytes[digits] is 0 or (byte)'+') return micro;
        }
    }

    private static ImmutableHashSet<string> Builtins(ReadOnlySpan<byte> bytes)
    {
        ImmutableHashSet<string>.Builder names = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        while (true)
        {
            int at = bytes.IndexOf("PyInit_"u8);
            if (at < 0) break;
            bytes = bytes[(at + 7)..];
            int end = 0;
            while (end < bytes.Length && end < 100 && (char.IsAsciiLetterOrDigit((char)bytes[end]) || bytes[end] == '_')) end++;
            if (end > 0 && end < bytes.Length && bytes[end] == 0) names.Add(Encoding.ASCII.GetString(bytes[..end]));
        }

        if (names.Count > 0) names.UnionWith(FixedBuiltins);
        return names.ToImmutable();
    }
}
