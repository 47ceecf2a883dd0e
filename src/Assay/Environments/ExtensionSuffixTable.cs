using System.Collections.Immutable;
using Assay.Targets;
using Assay.Primitives;

namespace Assay.Environments;

/// <summary>
/// The suffixes of extension modules in importlib's order (<c>_imp.extension_suffixes()</c>; Python/dynload_shlib.c, Python/dynload_win.c). The first one is the SOABI that
/// configure chose; it is read from the extensions of the interpreter's own <c>lib-dynload</c>, and worked out from the architecture only where there are none.
/// </summary>
internal static class ExtensionSuffixTable
{
    /// <summary>The suffixes of an interpreter.</summary>
    /// <param name="machine">The machine it is on.</param>
    /// <param name="facts">What its binary says.</param>
    /// <param name="version">Its version.</param>
    /// <param name="dynamicDirectory">Its <c>lib-dynload</c> (Windows: <c>DLLs</c>), or null.</param>
    public static ImmutableArray<string> For(IMachine machine, InterpreterFacts facts, PythonVersion version, string? dynamicDirectory)
    {
        string digits = $"{version.Major}{version.Minor}";
        if (facts.Os == OperatingSystemKind.Windows)
        {
            string platform = facts.Architectures is [var first, ..] ? first switch { Architecture.Arm64 => "win_arm64", Architecture.X86 => "win32", _ => "win_amd64" } : "win_amd64";
            string thread = facts.AbiFlags.Contains('t', StringComparison.Ordinal) ? "t" : "";
            return facts.AbiFlags.Contains('d', StringComparison.Ordinal) ? [$"_d.cp{digits}{thread}-{platform}.pyd", "_d.pyd"] : [$".cp{digits}{thread}-{platform}.pyd", ".pyd"];
        }

        string tag = facts.Implementation == "pypy" ? ".pypy" : $".cpython-{digits}";
        string? seen = dynamicDirectory is null ? null : Seen(machine, dynamicDirectory, tag);
        string? own = seen ?? Computed(facts, version);
        List<string> suffixes = [];
        if (own is not null) suffixes.Add(own);

        // A debug build from 3.8 on also takes extensions of the release build.
        if (own is not null && facts.AbiFlags.Contains('d', StringComparison.Ordinal)) suffixes.Add(own.Replace($"-{digits}d", $"-{digits}", StringComparison.Ordinal));

        // 3.15 gives the stable ABI of free-threaded builds a suffix of its own, takes .abi3.so from them, and puts the platform into both
        // (PEP 803; Python/dynload_shlib.c at 3.15: each name first with the platform, then without).
        bool freeThreaded = facts.AbiFlags.Contains('t', StringComparison.Ordinal);
        string? triplet = own is not null && own.IndexOf('-', tag.Length) is > 0 and int dash ? own[dash..^3] : null;
        foreach (string stable in (string[])[.. freeThreaded && version.Minor >= 15 ? (string[])[] : [".abi3"], .. version.Minor >= 15 ? (string[])[".abi3t"] : []])
        {
            if (version.Minor >= 15 && triplet is not null) suffixes.Add($"{stable}{triplet}.so");
            suffixes.Add(stable + ".so");
        }

        suffixes.Add(".so");
        return facts.Implementation == "pypy" && own is not null ? [own] : [.. suffixes.Distinct()];
    }

    /// <summary>The suffix that the interpreter's own extensions carry.</summary>
    private static string? Seen(IMachine machine, string directory, string tag)
    {
        if (machine.List(directory) is not { } entries) return null;
        foreach (DirectoryEntry entry in entries)
        {
            int at = entry.Name.IndexOf(tag, StringComparison.Ordinal);
            if (at <= 0 || !entry.Name.EndsWith(".so", StringComparison.Ordinal)) continue;
            char next = entry.Name[at + tag.Length];
            if (next is '-' or 't' or 'd' or 'm' or '.') return entry.Name[at..];
        }

        return null;
    }

    private static string? Computed(InterpreterFacts facts, PythonVersion version)
    {
        string digits = $"{version.Major}{version.Minor}{facts.AbiFlags}{(version.Minor < 8 ? "m" : "")}";
        if (facts.Os == OperatingSystemKind.MacOs) return $".cpython-{digits}-darwin.so";
        string? machine = facts.Architectures is [var first, ..] ? MultiarchName(first) : null;
        if (machine is null || facts.Os != OperatingSystemKind.Linux) return null;
        string libc = facts.Libc == LibcKind.Musl ? "musl" : "gnu";
        return $".cpython-{digits}-{machine}-linux-{libc}{(facts.Architectures[0] == Architecture.Arm ? "eabihf" : "")}.so";
    }

    private static string? MultiarchName(Architecture architecture) => architecture switch
    {
        Architecture.X86_64 => "x86_64",
        Architecture.X86 => "i386",
        Architecture.Arm64 => "aarch64",
        Architecture.Arm => "arm",
        Architecture.RiscV64 => "riscv64",
        Architecture.Ppc64Le => "powerpc64le",
        Architecture.Ppc64 => "powerpc64",
        Architecture.S390X => "s390x",
        Architecture.LoongArch64 => "loongarch64",
        _ => null,
    };
}
