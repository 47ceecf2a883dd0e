using Assay.Indexes;
using Assay.Packaging.Choosing;

namespace Assay.Tests.Indexes;

/// <summary>What pip and uv make of several sources.</summary>
public sealed class AnswerTests
{
    [Fact]
    public void Pip_puts_everything_together_and_uv_takes_the_first_extra_index()
    {
        IndexAnswer answer = Answer(Found("main"), Found("extra1"), Found("extra2"), Found("page", SourceKind.LinkPage), Found("folder", SourceKind.LinkFolder));
        Assert.Equal("folder page main extra1 extra2", Names(answer, Installer.Pip));
        Assert.Equal("page folder extra1", Names(answer, Installer.Uv));
        Assert.Null(answer.ProblemFor(Installer.Pip));
        Assert.Null(answer.ProblemFor(Installer.Uv));
    }

    [Fact]
    public void Uv_goes_on_after_an_index_that_does_not_have_the_project()
    {
        Assert.Equal("main", Names(Answer(Found("main"), Other("extra", SourceOutcome.Absent)), Installer.Uv));
        Assert.Equal("folder", Names(Answer(Other("main", SourceOutcome.Absent), Found("folder", SourceKind.LinkFolder)), Installer.Uv));
        Assert.Null(Names(Answer(Other("main", SourceOutcome.Absent)), Installer.Uv));
    }

    [Fact]
    public void An_index_that_wants_a_password_ends_the_search_of_uv_and_not_that_of_pip()
    {
        IndexAnswer answer = Answer(Found("main"), Other("extra", SourceOutcome.Denied), Found("folder", SourceKind.LinkFolder));
        Assert.Equal("folder", Names(answer, Installer.Uv));
        Assert.Equal("extra: bad; uv looks at no further index", answer.ProblemFor(Installer.Uv));
        Assert.Equal("folder main", Names(answer, Installer.Pip));
        Assert.Equal("extra: bad; pip goes on without that source", answer.ProblemFor(Installer.Pip));
    }

    [Fact]
    public void The_index_of_PyTorch_says_403_for_what_it_does_not_have()
    {
        IndexAnswer answer = Answer(Found("main"), Other("https://download.pytorch.org/whl/cpu/", SourceOutcome.Denied) with { Status = 403 });
        Assert.Equal("main", Names(answer, Installer.Uv));
        Assert.Null(answer.ProblemFor(Installer.Uv));
    }

    [Fact]
    public void A_failed_source_stops_uv_unless_an_earlier_index_has_the_project()
    {
        IndexAnswer stopped = Answer(Found("main"), Other("extra", SourceOutcome.Failed));
        Assert.Null(Names(stopped, Installer.Uv));
        Assert.Equal("extra: bad; uv stops there", stopped.ProblemFor(Installer.Uv));
        IndexAnswer unseen = Answer(Other("main", SourceOutcome.Failed), Found("extra"));
        Assert.Equal("extra", Names(unseen, Installer.Uv));
        Assert.Null(unseen.ProblemFor(Installer.Uv));
        Assert.Null(Names(Answer(Found("main"), Other("folder", SourceOutcome.Failed) with { Kind = SourceKind.LinkFolder }), Installer.Uv));
    }

    private static IndexAnswer Answer(params SourceReport[] sources) => new("demo") { Sources = [.. sources] };

    private static SourceReport Found(string name, SourceKind kind = SourceKind.Index) => new(name, kind, SourceOutcome.Found) { Files = [new IndexFile($"demo-1-{name}.tar.gz")] };

    private static SourceReport Other(string name, SourceOutcome outcome) => new(name, SourceKind.Index, outcome) { Message = name + ": bad" };

    private static string? Names(IndexAnswer answer, Installer installer) => answer.PageFor(installer) is { } page ? string.Join(' ', page.Files.Select(file => file.Filename["demo-1-".Length..^".tar.gz".Length])) : null;
}
