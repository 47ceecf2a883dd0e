using System.Text;
using System.Text.Json;
using Assay.Examination;
using Assay.Reporting;
using Assay.Tests.House;

namespace Assay.Tests.Reporting;

public sealed class JsonReportTests
{
    private static readonly string Schema = Repository.Read("docs/schema/check-1.json");

    [Fact]
    public void The_contract_holds()
    {
        using JsonDocument document = JsonDocument.Parse(Json(SampleResults.Of([SampleResults.WrongArchitecture], everything: false, SampleResults.Fails)));
        JsonElement root = document.RootElement;
        Assert.Equal(1, root.GetProperty("version").GetInt32());
        Assert.Equal("assay", root.GetProperty("tool").GetProperty("name").GetString());
        Assert.Equal("3.10.9", root.GetProperty("subject").GetProperty("python").GetString());
        Assert.Equal("environment", root.GetProperty("subject").GetProperty("kind").GetString());
        Assert.Equal("arm64", root.GetProperty("subject").GetProperty("architecture").GetString());
        Assert.Equal("macos-14-arm64", root.GetProperty("target").GetProperty("name").GetString());
        JsonElement verdict = root.GetProperty("verdicts")[0];
        Assert.Equal("sklearn", verdict.GetProperty("import").GetString());
        Assert.Equal("fails", verdict.GetProperty("verdict").GetString());
        Assert.Equal("ImportError", verdict.GetProperty("exception").GetString());
        Assert.Equal(SampleResults.Fails.Message, verdict.GetProperty("message").GetString());
        Assert.Equal(JsonValueKind.Null, verdict.GetProperty("signal").ValueKind);
        Assert.Equal("certain", verdict.GetProperty("certainty").GetString());
        Assert.Equal("A201", verdict.GetProperty("findings")[0].GetString());
        JsonElement finding = root.GetProperty("findings")[0];
        Assert.Equal("error", finding.GetProperty("severity").GetString());
        Assert.Equal(4, finding.GetProperty("evidence")[0].GetProperty("offset").GetInt64());
        Assert.Equal("needs-consent", finding.GetProperty("fixes")[0].GetProperty("applicability").GetString());
    }

    [Fact]
    public void Every_field_is_described_by_the_schema_and_fits_it()
    {
        ExaminationResult one = SampleResults.Of([SampleResults.WrongArchitecture], everything: false, SampleResults.Fails, SampleResults.Unknown("gi", "why"), SampleResults.Imports("pip"));
        ExaminationResult two = one with { Targets = [one.Targets[0], SampleResults.Target([], SampleResults.Imports("numpy"))], Problems = ["a line"] };
        ExaminationResult none = new() { Request = new ExaminationRequest(), Fault = new SubjectFault(SubjectFaultKind.NotFound, "/nowhere: no such file or directory") };
        foreach (ExaminationResult result in new[] { one, two, none })
            Assert.Empty(SchemaValidator.Validate(Schema, Json(result)));
    }

    [Fact]
    public void The_validator_sees_what_does_not_fit()
    {
        string json = Json(SampleResults.Of([SampleResults.WrongArchitecture], everything: false, SampleResults.Fails));
        Assert.NotEmpty(SchemaValidator.Validate(Schema, json.Replace("\"fails\"", "\"explodes\"", StringComparison.Ordinal)));
        Assert.NotEmpty(SchemaValidator.Validate(Schema, json.Replace("\"chain\"", "\"chains\"", StringComparison.Ordinal)));
        Assert.NotEmpty(SchemaValidator.Validate(Schema, json.Replace("\"A201\"", "\"B1\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Several_targets_are_listed_and_the_first_stays_where_it_was()
    {
        ExaminationResult one = SampleResults.Of([SampleResults.WrongArchitecture], everything: false, SampleResults.Fails);
        ExaminationResult two = one with { Targets = [one.Targets[0], SampleResults.Target([], SampleResults.Imports("sklearn"))] };
        using JsonDocument document = JsonDocument.Parse(Json(two));
        Assert.Equal("fails", document.RootElement.GetProperty("verdicts")[0].GetProperty("verdict").GetString());
        Assert.Equal(["fails", "imports"], document.RootElement.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("verdicts")[0].GetProperty("verdict").GetString()));
    }

    [Theory]
    [InlineData("quote \" backslash \\ newline \n escape \u001b")]
    [InlineData("lone surrogate \ud800 in the middle")]
    [InlineData("日本語 'single' <angle> & more")]
    public void Any_text_survives(string text)
    {
        ExaminationResult result = SampleResults.Of([SampleResults.WrongArchitecture with { Title = text }], everything: false, SampleResults.Fails with { Message = text });
        string json = Json(result);
        Assert.DoesNotContain('\u001b', json);
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal(text.Replace('\ud800', '\ufffd'), document.RootElement.GetProperty("findings")[0].GetProperty("title").GetString());
    }

    [Fact]
    public void Two_runs_give_the_same_bytes()
    {
        ExaminationResult result = SampleResults.Of([SampleResults.WrongArchitecture], everything: true, SampleResults.Fails);
        Assert.Equal(Json(result), Json(result));
    }

    private static string Json(ExaminationResult result)
    {
        using MemoryStream stream = new();
        JsonReport.Write(result, "0.1.0", stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
