using System.Globalization;
using Assay.Targets;
using Assay.Tests.Fixtures;
using Assay.Tests.House;
using Assay.Tests.Reality;

namespace Assay.Tests.Processors;

/// <summary>A module, or a library that modules need, and how it is compiled: one line at the head of a file in Recipes.</summary>
/// <param name="Name">Its name; that of a library begins with <c>lib</c>.</param>
/// <param name="Architecture">What it is compiled for.</param>
/// <param name="Compiler"><c>gcc</c> or <c>clang</c>.</param>
/// <param name="Flags">The compiler's options.</param>
/// <param name="Source">The file.</param>
internal sealed record NativeModule(string Name, Architecture Architecture, string Compiler, string[] Flags, string Source)
{
    /// <summary>True for a library.</summary>
    public bool IsLibrary => Name.StartsWith("lib", StringComparison.Ordinal);

    /// <summary>Every recipe.</summary>
    public static IEnumerable<NativeModule> All()
    {
        string folder = Path.Combine(Repository.Root, "tests", "Assay.Tests", "Processors", "Recipes");
        foreach (string source in Directory.EnumerateFiles(folder, "*.c").Order(StringComparer.Ordinal))
            foreach (string line in File.ReadLines(source).Where(line => line.StartsWith("//: ", StringComparison.Ordinal)))
            {
                string[] words = line[4..].Split(' ');
                yield return new NativeModule(words[0], words[1] == "aarch64" ? Architecture.Arm64 : Architecture.X86_64, words[2], words[3..], source);
            }
    }

    /// <summary>Compiles the modules of an architecture, and what they need first.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="site">The directory of packages; libraries go into its <c>libs</c>.</param>
    /// <returns>The names of the modules.</returns>
    public static string[] CompileAll(Architecture architecture, string site)
    {
        NativeModule[] all = [.. All().Where(module => module.Architecture == architecture)];
        foreach (IGrouping<bool, NativeModule> step in all.GroupBy(module => module.IsLibrary).OrderByDescending(step => step.Key))
            Parallel.ForEach(step, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, module => module.Compile(site));
        return [.. all.Where(module => !module.IsLibrary).Select(module => module.Name)];
    }

    private void Compile(string site)
    {
        bool arm = Architecture == Architecture.Arm64;
        string program = Needs.Program(Compiler == "gcc" && arm ? "aarch64-linux-gnu-gcc" : Compiler);
        string[] cross = Compiler == "clang" && arm ? ["--target=aarch64-linux-gnu"] : [];
        string output = IsLibrary ? Path.Combine(site, "libs", Name + ".so") : Path.Combine(site, Name + ".so");
        string[] named = IsLibrary ? ["-Wl,-soname," + Name + ".so"] : [string.Create(CultureInfo.InvariantCulture, $"-DNAME={Name}")];
        string[] switches = [.. Flags.Where(flag => !flag.StartsWith("-l", StringComparison.Ordinal)).Select(Written)];
        string[] libraries = [.. Flags.Where(flag => flag.StartsWith("-l", StringComparison.Ordinal))];
        Shell.Run(program, [.. cross, "-shared", "-fPIC", "-fvisibility=hidden", "-w", .. switches, .. named, Source, "-o", output, "-L" + Path.Combine(site, "libs"), "-Wl,--no-as-needed,-rpath,$ORIGIN/libs:$ORIGIN/numpy.libs", .. libraries]);
    }

    // An instruction is written without blanks in the recipe, and inside of asm a register has two percent signs.
    private static string Written(string flag) => flag.StartsWith("-DCODE=", StringComparison.Ordinal) ? flag.Replace('_', ' ').Replace("%", "%%", StringComparison.Ordinal) : flag;
}
