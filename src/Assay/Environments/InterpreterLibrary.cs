using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>Finds the shared library that a thin <c>python</c> program hands over to: <c>libpython3.11.so.1.0</c>, <c>Python.framework/Versions/3.12/Python</c>, <c>python311.dll</c>.</summary>
internal static class InterpreterLibrary
{
    /// <summary>The library, links followed; null when the program holds the interpreter itself or the library is not where it should be.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="executable">The program, links followed.</param>
    /// <param name="image">What it says.</param>
    public static string? Find(IMachine machine, string executable, BinaryImage image)
    {
        if (image.Needs.FirstOrDefault(need => IsPython(need.Name)) is not { } wanted) return null;
        foreach (string candidate in Candidates(executable, image, wanted.Name))
            if (machine.IsFile(candidate)) return machine.RealPath(candidate);
        return null;
    }

    /// <summary>The version in the name of the library that the program asks for, or null.</summary>
    /// <param name="image">What the program says.</param>
    public static (PythonVersion Version, string Flags)? VersionInNeeds(BinaryImage image)
    {
        if (image.Needs.FirstOrDefault(need => IsPython(need.Name)) is not { } wanted) return null;
        return InterpreterName.Parse(PosixPath.Name(wanted.Name)) ?? FrameworkVersion(wanted.Name);
    }

    private static bool IsPython(string name)
    {
        string last = PosixPath.Name(name);
        return last.StartsWith("libpython3", StringComparison.Ordinal) || last.StartsWith("libpypy3", StringComparison.Ordinal) || FrameworkVersion(name) is not null
            || (last.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && last.StartsWith("python3", StringComparison.OrdinalIgnoreCase) && last.Length > "python3.dll".Length);
    }

    /// <summary><c>.../Python.framework/Versions/3.12/Python</c> and Apple's <c>Python3.framework/Versions/3.9/Python3</c>.</summary>
    private static (PythonVersion Version, string Flags)? FrameworkVersion(string name)
    {
        const string Versions = ".framework/Versions/";
        int at = name.IndexOf(Versions, StringComparison.Ordinal);
        if (at < 0 || !PosixPath.Name(name).StartsWith("Python", StringComparison.Ordinal)) return null;
        return InterpreterName.Parse("python" + name[(at + Versions.Length)..].Split('/')[0]);
    }

    private static IEnumerable<string> Candidates(string executable, BinaryImage image, string name)
    {
        string directory = PosixPath.Directory(executable), last = PosixPath.Name(name);
        if (image.Format == BinaryFormat.Pe)
        {
            yield return PosixPath.Join(directory, name);
            yield return PosixPath.Join(directory, name.ToLowerInvariant());
            yield break;
        }

        foreach (SearchPath path in image.SearchPaths)
        {
            string expanded = path.Path.Replace("$ORIGIN", directory, StringComparison.Ordinal).Replace("${ORIGIN}", directory, StringComparison.Ordinal)
                .Replace("@loader_path", directory, StringComparison.Ordinal).Replace("@executable_path", directory, StringComparison.Ordinal);
            yield return PosixPath.Join(expanded, name.StartsWith("@rpath/", StringComparison.Ordinal) ? name["@rpath/".Length..] : name);
        }

        if (name.StartsWith("@executable_path/", StringComparison.Ordinal) || name.StartsWith("@loader_path/", StringComparison.Ordinal))
            yield return PosixPath.Join(directory, name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        if (name.StartsWith('/')) yield return name;
        string above = PosixPath.Directory(directory);
        yield return PosixPath.Join(above, "lib/" + last);
        yield return PosixPath.Join(above, "lib64/" + last);
        if (image.Format == BinaryFormat.MachO)
        {
            yield return PosixPath.Join(above, last);
            yield break;
        }

        if (image is ElfImage && MultiarchDirectory(image.Architecture) is { } multiarch) yield return $"/usr/lib/{multiarch}/{last}";
        yield return "/usr/lib64/" + last;
        yield return "/usr/lib/" + last;
        yield return "/usr/local/lib/" + last;
    }

    private static string? MultiarchDirectory(Architecture architecture) => architecture switch
    {
        Architecture.X86_64 => "x86_64-linux-gnu",
        Architecture.X86 => "i386-linux-gnu",
        Architecture.Arm64 => "aarch64-linux-gnu",
        Architecture.Arm => "arm-linux-gnueabihf",
        Architecture.RiscV64 => "riscv64-linux-gnu",
        Architecture.Ppc64Le => "powerpc64le-linux-gnu",
        Architecture.S390X => "s390x-linux-gnu",
        Architecture.LoongArch64 => "loongarch64-linux-gnu",
        _ => null,
    };
}
