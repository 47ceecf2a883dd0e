using System.Text.Json;
using System.Text.RegularExpressions;
using Assay.Binaries;
using Assay.Blas;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Blas;

/// <summary>Every file of the corpus that calls BLAS or LAPACK or is one: the names as other tools counted them, and what the library is.</summary>
[Trait("speed", "slow")]
public sealed partial class CorpusSymbolTests(ITestOutputHelper output)
{
    // The routines that the recorded answers count; the rest of BLAS and LAPACK is not in them.
    [GeneratedRegex("^([sdcz](gemm|gemv|axpy|potrf|getrf|gesv|gelsd|gesdd|scal|nrm2|syrk)|[sd]dot)$")]
    private static partial Regex Counted();

    [Fact]
    public void Every_file_says_what_other_tools_read_in_it()
    {
        int files = 0, names = 0, libraries = 0;
        List<string> wrong = [];
        foreach (IGrouping<string, JsonElement> wheel in JsonLines.Read(Path.Combine(Needs.Corpus(), "oracles", "natives.jsonl.gz")).Where(Concerns).GroupBy(record => record.Text("wheel")!))
        {
            Dictionary<string, JsonElement> records = wheel.ToDictionary(record => record.Text("path")!, StringComparer.Ordinal);
            foreach ((string path, byte[] content) in Corpus.Members(wheel.Key, records.Keys.ToHashSet(StringComparer.Ordinal)))
            {
                using BinaryFile file = BinaryFiles.Read(new Assay.Primitives.MemoryByteSource(content))!;
                BinaryImage image = file.Images[0];
                BlasSymbol[] wanted = [.. BlasSymbols.WantedBy(image).Where(symbol => Counted().IsMatch(symbol.Routine) || (symbol.Interface == BlasInterface.Cblas && symbol.Routine is "cdotc" or "cdotu" or "zdotc" or "zdotu"))];
                JsonElement recorded = records[path].GetProperty("blas");
                Compare(wanted.GroupBy(symbol => symbol.Convention.Pattern(symbol.Interface)).Select(group => $"{group.Key} {group.Count()}"),
                    recorded.GetProperty("imported_shapes").EnumerateObject().Select(shape => $"{shape.Name} {shape.Value}"));
                Compare(wanted.Where(symbol => symbol.Routine.EndsWith("gemm", StringComparison.Ordinal)).Select(symbol => symbol.Stored), recorded.Texts("imported_gemm_names"));
                files++;
                names += wanted.Length;
                if (!recorded.GetProperty("exported_shapes").EnumerateObject().Any()) continue;

                BlasLibrary library = BlasFingerprint.Read("/" + path, image);
                libraries++;
                string? config = records[path].GetProperty("strings").Texts("openblas_versions").SingleOrDefault();
                bool isWide = recorded.GetProperty("exported_shapes").EnumerateObject().Any(shape => shape.Name.Contains("64", StringComparison.Ordinal));
                Compare([$"{library.Implementation} {library.Version} {library.Width}"], [$"OpenBlas {config?.Split(' ')[1]} {(isWide ? IntegerWidth.Ilp64 : IntegerWidth.Lp64)}"]);
                Compare([$"{library.Threading}"], [path.EndsWith(".dll", StringComparison.Ordinal) ? "WindowsThreads" : "Pthreads"]);

                void Compare(IEnumerable<string> ours, IEnumerable<string> theirs)
                {
                    string one = string.Join(", ", ours.Order(StringComparer.Ordinal)), other = string.Join(", ", theirs.Order(StringComparer.Ordinal));
                    if (one != other) wrong.Add($"{wheel.Key} {path}: {one}; recorded: {other}");
                }
            }
        }

        output.WriteLine($"{files} files, {names} names, {libraries} libraries");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(files > 50 && names > 800 && libraries >= 4, $"{files} files, {names} names, {libraries} libraries");
    }

    private static bool Concerns(JsonElement record) =>
        record.TryGetProperty("blas", out JsonElement blas) && blas.ValueKind == JsonValueKind.Object && (blas.GetProperty("imported_shapes").EnumerateObject().Any() || blas.GetProperty("exported_shapes").EnumerateObject().Any());
}
