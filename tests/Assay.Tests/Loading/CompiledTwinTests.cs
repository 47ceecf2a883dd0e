using System.IO.Compression;
using Assay.Binaries;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Loading;

/// <summary>One source compiled for two systems imports the same modules: what the Mach-O file of a module tells is what its ELF file tells, whatever the processor.</summary>
[Trait("speed", "slow")]
public sealed class CompiledTwinTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("scikit_learn-1.9.1-cp313-cp313-macosx_12_0_arm64.whl", "scikit_learn-1.9.1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl")]
    [InlineData("scikit_learn-1.9.1-cp311-cp311-macosx_10_9_x86_64.whl", "scikit_learn-1.9.1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl")]
    [InlineData("scipy-1.17.1-cp313-cp313-macosx_14_0_arm64.whl", "scipy-1.17.1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl")]
    [InlineData("numpy-2.4.6-cp311-cp311-macosx_14_0_x86_64.whl", "numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl")]
    [InlineData("scikit_learn-1.9.1-cp311-cp311-manylinux_2_27_aarch64.manylinux_2_28_aarch64.whl", "scikit_learn-1.9.1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl")]
    [InlineData("numpy-2.4.6-cp311-cp311-manylinux_2_27_aarch64.manylinux_2_28_aarch64.whl", "numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl")]
    public void What_the_code_imports_is_the_same(string wheel, string twinWheel)
    {
        Wheel mac = Read(wheel), linux = Read(twinWheel);
        List<string> differences = [];
        int calls = 0;
        string[] modules = [.. mac.Modules.Keys.Intersect(linux.Modules.Keys).Order(StringComparer.Ordinal)];
        foreach (string module in modules)
        {
            (string[] imports, CompiledNames names) = mac.Modules[module];
            (string[] expected, CompiledNames twin) = linux.Modules[module];
            calls += expected.Length;
            Compare("imports", module, imports, expected);
            Compare("names", module, names.Qualified, twin.Qualified);
            string parent = module[..(module.LastIndexOf('.') + 1)];
            Compare("names as neighbour", module, names.Private.Select(name => parent + name), twin.Private.Select(name => parent + name));
            if (names.IsCython != twin.IsCython || names.Numpy.Class != twin.Numpy.Class) differences.Add($"{module}: {names.IsCython} {names.Numpy.Class}; on Linux {twin.IsCython} {twin.Numpy.Class}");
        }

        // Only what leads to compiled code counts: linkers keep different texts (ELF linkers only the longest of those with one end), and compilers lay out
        // functions in different orders.
        void Compare(string what, string module, IEnumerable<string> here, IEnumerable<string> there)
        {
            HashSet<string> one = [.. here.Where(name => name != module && !linux.PythonModules.Contains(name))], other = [.. there.Where(name => name != module && !linux.PythonModules.Contains(name))];
            if (what != "imports")
            {
                one.IntersectWith(modules);
                other.IntersectWith(modules);
            }

            if (!one.SetEquals(other)) differences.Add($"{module} {what} only here {string.Join(' ', one.Except(other))}; only on Linux {string.Join(' ', other.Except(one))}");
        }

        output.WriteLine($"{modules.Length} modules, {calls} imports; {differences.Count} differences");
        Assert.True(modules.Length > 10 && calls > 10, $"{modules.Length} modules, {calls} imports");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static Wheel Read(string wheel)
    {
        Dictionary<string, (string[], CompiledNames)> modules = [];
        using ZipArchive zip = ZipFile.OpenRead(Corpus.Archive(wheel));
        foreach (ZipArchiveEntry entry in zip.Entries.Where(entry => entry.Name.EndsWith(".so", StringComparison.Ordinal)))
        {
            byte[] content = new byte[entry.Length];
            using (Stream stream = entry.Open()) stream.ReadExactly(content);
            using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(content));
            string module = entry.FullName[..entry.FullName.IndexOf('.', StringComparison.Ordinal)].Replace('/', '.');
            BinaryImage image = Assert.Single(file.Images);
            modules[module] = ([.. CompiledImports.Of(image)], CompiledNameReader.Of(image, module));
        }

        return new Wheel(modules, [.. zip.Entries.Where(entry => entry.Name.EndsWith(".py", StringComparison.Ordinal)).Select(entry => entry.FullName[..^3].Replace('/', '.'))]);
    }

    private sealed record Wheel(Dictionary<string, (string[] Imports, CompiledNames Names)> Modules, HashSet<string> PythonModules);
}
