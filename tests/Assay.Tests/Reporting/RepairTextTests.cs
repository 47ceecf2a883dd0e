using System.Text;
using Assay.Examination.Repairing;
using Assay.Repairs;
using Assay.Reporting;
using Assay.Tests.Examination.Repairing;
using Assay.Tests.House;

namespace Assay.Tests.Reporting;

/// <summary>Plans as people and programs get them.</summary>
public sealed class RepairTextTests
{
    private const string Broken = """
        ```target base=debian12
        import demo
        installed demo 1.0 requires=base
        ```

        ```file path=demo/__init__.py
        from base import thing
        ```
        """;

    [Fact]
    public void A_plan_says_what_is_broken_what_to_type_and_what_comes_of_it()
    {
        using RepairFixture place = new(Broken);
        place.Offer("base", "1.2", "base/__init__.py", "thing = 1\n").Offer("demo", "1.0", "demo/__init__.py", "from base import thing\n", "base");
        using StringWriter output = new() { NewLine = "\n" };
        RepairText.Write(place.Plan(), output, new TextStyle());
        Assert.Equal("""
            CPython 3.11.2 for x86_64 at /home/ada/venv (virtual environment)
            on linux-glibc2.36-x86_64, owned by pip

            fails    demo 1.0  ModuleNotFoundError: No module named 'base'  [A601]

            error[A601]: `base` is not installed

            fix: add base 1.2  [needs-consent]
                    /home/ada/venv/bin/python -m pip install --no-deps --only-binary :all: --no-index --find-links /wheels base==1.2
               = base 1.2 is added (1 kB, no download)

            afterwards:
            imports  demo 1.0

            it imports afterwards, judged on the files that would be there

            """, output.ToString());
    }

    [Fact]
    public void Json_fits_the_schema_with_and_without_an_outcome()
    {
        using RepairFixture place = new(Broken);
        place.Offer("base", "1.2", "base/__init__.py", "thing = 1\n");
        RepairPlan plan = place.Plan();
        string schema = Repository.Read("docs/schema/fix-1.json");
        RepairOutcome outcome = new(RepairEnd.Refused, "a reason") { Healed = ["one"], Log = "/tmp/log" };
        Assert.Empty(SchemaValidator.Validate(schema, Json(plan, null)));
        Assert.Empty(SchemaValidator.Validate(schema, Json(plan, outcome)));
        Assert.Empty(SchemaValidator.Validate(schema, Json(null, outcome)));
        Assert.NotEmpty(SchemaValidator.Validate(schema, Json(plan, outcome).Replace("\"refused\"", "\"perhaps\"", StringComparison.Ordinal)));
        Assert.NotEmpty(SchemaValidator.Validate(schema, Json(plan, null).Replace("\"owner\"", "\"other\"", StringComparison.Ordinal)));
    }

    private static string Json(RepairPlan? plan, RepairOutcome? outcome)
    {
        using MemoryStream stream = new();
        RepairJson.Write(plan, outcome, "0.1.0", stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
