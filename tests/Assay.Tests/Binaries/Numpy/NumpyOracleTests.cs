using System.Text.Json;
using Assay.Binaries;
using Assay.Binaries.Numpy;
using Assay.Primitives;

namespace Assay.Tests.Binaries.Numpy;

/// <summary>Every file of the corpus: which NumPy it was built for, as recorded by a byte search over the whole file and checked against how each wheel was built.</summary>
[Trait("speed", "slow")]
public sealed class NumpyOracleTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_file_tells_the_numpy_it_was_built_for()
    {
        List<string> differences = [];
        Dictionary<string, int> classes = [];
        int files = 0, levels = 0;
        foreach ((OracleRecord record, byte[] content) in ((IEnumerable<string>)["elf", "macho", "pe"]).SelectMany(OracleRecord.All))
        {
            using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(content));
            JsonElement recorded = record.Line.GetProperty("numpy");
            string expected = recorded.GetProperty("class").GetString()!;
            string? target = recorded.GetProperty("target_literal").GetString();
            int? level = recorded.GetProperty("feature_version_immediate").GetString() is { } number ? Convert.ToInt32(number, 16) : null;
            files++;
            classes[expected] = classes.GetValueOrDefault(expected) + 1;
            if (level is not null) levels++;
            foreach (BinaryImage image in file.Images)
            {
                NumpyUse use = NumpyUseReader.Of(image);
                Compare("class", Word(use.Class), expected);
                if (use.Class == NumpyClass.SecondHeaders) Compare("target", use.Target, target);
                if (use.Class == NumpyClass.FirstHeaders) Compare("level", use.Level, level);
            }

            void Compare<T>(string what, T ours, T theirs)
            {
                if (!Equals(ours, theirs)) differences.Add($"{record.Wheel} {record.Path} {what}: {ours}; recorded: {theirs}");
            }
        }

        output.WriteLine($"{files} files, {levels} levels; {string.Join(", ", classes.Select(pair => $"{pair.Key} {pair.Value}"))}");
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n" + string.Join('\n', differences.Take(100)));
        Assert.True(files >= 838 && classes.Count == 6 && levels >= 16, $"{files} files, {classes.Count} classes, {levels} levels");
    }

    private static string Word(NumpyClass numpy) => numpy switch
    {
        NumpyClass.None => "none",
        NumpyClass.Provider => "provider",
        NumpyClass.SecondHeaders => "numpy2_headers",
        NumpyClass.FirstHeaders => "numpy1_headers",
        NumpyClass.CythonTypesOnly => "cython_types_only",
        NumpyClass.Pybind11 => "pybind11_numpy",
        _ => throw new ArgumentOutOfRangeException(nameof(numpy)),
    };
}
