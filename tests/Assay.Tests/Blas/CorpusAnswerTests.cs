using System.Text.Json;
using Assay.Blas;
using Assay.Examination;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Blas;

/// <summary>
/// Wheels of Linux, macOS and Windows on whatever host: every file that other tools saw calling BLAS or LAPACK is a caller, and who answers each of its names is the library that
/// the recorded shapes of names and the recorded version leave as the only one.
/// </summary>
[Trait("speed", "slow")]
public sealed class CorpusAnswerTests
{
    private static readonly Lazy<JsonElement[]> Records = new(() => [.. JsonLines.Read(Path.Combine(Needs.Corpus(), "oracles", "natives.jsonl.gz"))]);

    [Theory]
    [InlineData("numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", "OpenBlas 0.3.31.188.0 Ilp64")]
    [InlineData("numpy-2.4.6-cp311-cp311-manylinux_2_27_aarch64.manylinux_2_28_aarch64.whl", "OpenBlas 0.3.31.188.0 Ilp64")]
    [InlineData("scipy-1.17.1-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", "OpenBlas 0.3.30 Lp64")]
    [InlineData("numpy-2.5.5-cp313-cp313-macosx_11_0_arm64.whl", "OpenBlas 0.3.34.237.2 Ilp64")]
    [InlineData("numpy-2.5.5-cp313-cp313-macosx_14_0_arm64.whl", "Accelerate  Ilp64")]
    [InlineData("numpy-2.4.6-cp311-cp311-macosx_14_0_x86_64.whl", "Accelerate  Ilp64")]
    [InlineData("scipy-1.17.1-cp313-cp313-macosx_14_0_arm64.whl", "Accelerate  Lp64")]
    [InlineData("numpy-2.4.6-cp311-cp311-win_amd64.whl", "OpenBlas 0.3.31.188.0 Ilp64")]
    public void A_wheel(string wheel, string answer)
    {
        Assert.DoesNotContain(Config(wheel), version => !answer.Contains(version, StringComparison.Ordinal));
        Check(wheel, AlgebraClaims.Survey(Corpus.Archive(wheel), null, null), answer);
    }

    [Fact]
    public void A_mac_whose_packages_use_accelerate()
    {
        BlasSurvey survey = AlgebraClaims.Survey(MacEnvironments.Arm64, MacEnvironments.Accelerate, "macos-15-arm64");
        Assert.False(survey.IsByNames);
        Check("numpy-2.5.5-cp313-cp313-macosx_14_0_arm64.whl", survey, "Accelerate  Ilp64");
        Check("scipy-1.17.1-cp313-cp313-macosx_14_0_arm64.whl", survey, "Accelerate  Lp64");
        Assert.Contains(survey.Threads.ForkHazards, hazard => hazard.Kind == ForkHazardKind.AccelerateCrashes);

        // One file, the interface of before macOS 13.3 under eighty names, and the newer one right beside it.
        BlasConsumer batched = survey.Consumers.Single(consumer => consumer.Module == "scipy.linalg._batched_linalg");
        Assert.Equal(80, batched.Answers.Where(given => given.IsOldAccelerate).Sum(given => given.Symbols.Length));
        Assert.True(batched.AnswerTo("dgetrf")!.IsOldAccelerate);
        Assert.False(survey.Consumers.Single(consumer => consumer.Module == "scipy.linalg._flapack").AnswerTo("dgetrf")!.IsOldAccelerate);
    }

    [Fact]
    public void A_mac_whose_numpy_brings_openblas()
    {
        BlasSurvey survey = AlgebraClaims.Survey(MacEnvironments.Arm64, MacEnvironments.OpenBlas, "macos-15-arm64");
        Check("numpy-2.5.5-cp313-cp313-macosx_11_0_arm64.whl", survey, "OpenBlas 0.3.34.237.2 Ilp64");
        Check("scipy-1.17.1-cp313-cp313-macosx_14_0_arm64.whl", survey, "Accelerate  Lp64");
    }

    private static void Check(string wheel, BlasSurvey survey, string answer)
    {
        List<string> wrong = [];
        JsonElement[] callers = [.. Records.Value.Where(record => record.Text("wheel") == wheel && Shapes(record).Any())];
        Assert.NotEmpty(callers);
        foreach (JsonElement record in callers)
        {
            string path = record.Text("path")!;
            if (survey.Consumers.FirstOrDefault(consumer => consumer.Path.EndsWith('/' + path, StringComparison.Ordinal) || consumer.Path == path) is not { } caller)
            {
                wrong.Add($"{path} is no caller");
                continue;
            }

            // Each recorded shape of names has an answer, and a plain name on macOS is Accelerate's interface of before 13.3.
            BlasSymbol[] all = [.. caller.Answers.SelectMany(given => given.Symbols)];
            foreach (string shape in Shapes(record))
                if (!all.Any(symbol => symbol.Convention.Pattern(symbol.Interface) == shape)) wrong.Add($"{path}: no {shape}");
            foreach (BlasAnswer given in caller.Answers)
            {
                string said = $"{given.Library?.Implementation} {given.Library?.Version} {given.Width}";
                bool isOld = record.Text("format") == "macho" && given.Convention.Prefix.Length == 0 && !given.Convention.IsNewAccelerate;
                if (said != (isOld ? "Accelerate  Lp64" : answer) || given.IsOldAccelerate != isOld) wrong.Add($"{path} {given.Symbols[0].Stored}: {said}{(given.IsOldAccelerate ? ", old interface" : "")} {given.Open}");
            }

            foreach (string gemm in record.GetProperty("blas").Texts("imported_gemm_names"))
                if (!all.Any(symbol => symbol.Stored == gemm)) wrong.Add($"{path}: no {gemm}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<string> Shapes(JsonElement record) =>
        record.TryGetProperty("blas", out JsonElement blas) && blas.ValueKind == JsonValueKind.Object ? blas.GetProperty("imported_shapes").EnumerateObject().Select(shape => shape.Name) : [];

    // The versions that other tools found in the libraries of a wheel; the DLL has none.
    private static IEnumerable<string> Config(string wheel) =>
        Records.Value.Where(record => record.Text("wheel") == wheel).SelectMany(record => record.GetProperty("strings").Texts("openblas_versions")).Select(text => text.Split(' ')[1]);
}
