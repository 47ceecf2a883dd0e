using System.Text;
using Assay.Comparison;
using Assay.Examination;
using Assay.Primitives;
using Assay.Reporting;
using Assay.Tests.Fixtures;
using Assay.Tests.House;
using Assay.Tests.Pages;
using Assay.Tests.Reporting;

namespace Assay.Tests.Comparison;

/// <summary>Two environments in memory side by side: what is called the cause, and what is not.</summary>
public sealed class ComparerTests
{
    private const string Site = "/home/ada/venv/lib/python3.11/site-packages";

    private const string Sound = """
        ```target base=debian12
        import demo
        installed demo 1.0 requires=base
        installed base 1.2
        ```

        ```file path=demo/__init__.py
        from base import thing
        import demo._core
        ```

        ```elf path=demo/_core.cpython-311-x86_64-linux-gnu.so
        elf x86_64 shared
        needs libhelp.so.1
        offers PyInit__core
        ```

        ```elf path=/usr/lib/x86_64-linux-gnu/libhelp.so.1
        elf x86_64 shared
        soname libhelp.so.1
        ```

        ```file path=base/__init__.py
        thing = 1
        ```
        """;

    [Fact]
    public void Equal_environments_differ_in_nothing()
    {
        ComparisonResult result = Compare(_ => { });
        Assert.Null(result.Fault);
        Assert.False(result.EndsOtherwise);
        Assert.Empty(result.Differences);
    }

    [Fact]
    public void A_library_that_is_gone_is_the_cause_and_a_variable_that_does_nothing_is_not()
    {
        ComparisonResult result = Compare(machine =>
        {
            machine.Remove("/usr/lib/x86_64-linux-gnu/libhelp.so.1");
            machine.SetVariable("OMP_NUM_THREADS", "1");
        });
        ComparedImport import = Assert.Single(result.Imports);
        Assert.Equal("A101", import.Finding!.Code);
        Assert.Equal("/usr/lib/x86_64-linux-gnu/libhelp.so.1", import.Causes[0].Name);
        Assert.Null(import.Causes[0].After);
        Assert.DoesNotContain(import.Causes, cause => cause.Kind == DifferenceKind.Variable);
        Assert.Contains(result.Differences, difference => difference.Name == "OMP_NUM_THREADS");
    }

    [Fact]
    public void A_package_that_is_gone_is_named_as_a_whole()
    {
        ComparisonResult result = Compare(machine => machine.Remove(Site + "/base"));
        ComparedImport import = Assert.Single(result.Imports);
        Assert.Equal("A505", import.Finding!.Code);
        Assert.Equal((Site + "/base", "a directory", null), (import.Causes[0].Name, import.Causes[0].Before, import.Causes[0].After));
    }

    [Fact]
    public void A_distribution_that_was_removed_is_the_cause()
    {
        ComparisonResult result = Compare(machine =>
        {
            machine.Remove(Site + "/base");
            machine.Remove(Site + "/base-1.2.dist-info");
        });
        ComparedImport import = Assert.Single(result.Imports);
        Assert.Equal((DifferenceKind.Distribution, "base"), (import.Causes[0].Kind, import.Causes[0].Name));
    }

    [Fact]
    public void A_file_of_equal_length_and_other_content_is_told_apart()
    {
        ComparisonResult result = Compare(machine => machine.AddFile(Site + "/base/__init__.py", "thinG = 1\n"));
        ComparedImport import = Assert.Single(result.Imports);
        Assert.Equal(Site + "/base/__init__.py", import.Causes[0].Name);
        Assert.EndsWith(", other bytes", import.Causes[0].After, StringComparison.Ordinal);
    }

    [Fact]
    public void What_came_back_is_the_cause_the_other_way_round()
    {
        ComparisonResult result = Compare(_ => { }, machine => machine.Remove(Site + "/base"));
        ComparedImport import = Assert.Single(result.Imports);
        Assert.False(import.IsWorse);
        Assert.Equal((Site + "/base", null, "a directory"), (import.Causes[0].Name, import.Causes[0].Before, import.Causes[0].After));
    }

    [Fact]
    public void A_side_that_is_nothing_is_a_fault()
    {
        PageMachine page = Of(Sound, _ => { });
        ComparisonResult result = Comparer.Run(page.Request, page.Machine, page.Request with { Subject = "/nowhere" }, page.Machine);
        Assert.Equal(SubjectFaultKind.NotFound, result.Fault!.Kind);
    }

    [Fact]
    public void Text_names_the_cause_first_and_json_fits_the_schema()
    {
        ComparisonResult result = Compare(machine => machine.Remove("/usr/lib/x86_64-linux-gnu/libhelp.so.1"));
        using StringWriter text = new() { NewLine = "\n" };
        ComparisonText.Write(result, text, new TextStyle());
        Assert.Contains("demo: imports in A, fails with ImportError in B\n   = error[A101] in B: ", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("   = cause: /usr/lib/x86_64-linux-gnu/libhelp.so.1: only in A (", text.ToString(), StringComparison.Ordinal);
        string schema = Repository.Read("docs/schema/diff-1.json");
        Assert.Empty(SchemaValidator.Validate(schema, Json(result)));
        Assert.Empty(SchemaValidator.Validate(schema, Json(new ComparisonResult { Fault = new SubjectFault(SubjectFaultKind.NotFound, "none") })));
        Assert.NotEmpty(SchemaValidator.Validate(schema, Json(result).Replace("\"otherwise\"", "\"another\"", StringComparison.Ordinal)));
    }

    private static ComparisonResult Compare(Action<MemoryMachine> change, Action<MemoryMachine>? changeFirst = null)
    {
        PageMachine first = Of(Sound, changeFirst ?? (_ => { })), second = Of(Sound, change);
        return Comparer.Run(first.Request, first.Machine, second.Request, second.Machine);
    }

    private static PageMachine Of(string blocks, Action<MemoryMachine> change)
    {
        using TemporaryDirectory folder = new();
        PageMachine page = PageMachine.Of(PageParser.Parse(folder.File("page.md", "# case\n\n" + blocks + "\n")), 0);
        change(page.Machine);
        return page;
    }

    private static string Json(ComparisonResult result)
    {
        using MemoryStream stream = new();
        ComparisonJson.Write(result, "0.1.0", stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
