using System.Collections.Immutable;
using Assay.Cli;
using Assay.Cli.Commands;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Tests.Reporting;

namespace Assay.Tests.Cli;

public sealed class ExitStatusTests
{
    private static readonly Finding Warning = SampleResults.WrongArchitecture with { Severity = Severity.Warning };
    private static readonly Finding Note = SampleResults.WrongArchitecture with { Severity = Severity.Note };

    [Theory]
    [InlineData("error", 0)]
    [InlineData("warning", 1)]
    [InlineData("note", 1)]
    [InlineData("never", 0)]
    public void A_warning_counts_when_asked_to(string failOn, int expected) =>
        Assert.Equal((ExitCode)expected, CheckCommand.Status(SampleResults.Of([Warning], everything: true, SampleResults.Imports("numpy")), failOn));

    [Theory]
    [InlineData("warning", 0)]
    [InlineData("note", 1)]
    public void A_note_counts_when_asked_to(string failOn, int expected) =>
        Assert.Equal((ExitCode)expected, CheckCommand.Status(SampleResults.Of([Note], everything: true, SampleResults.Imports("numpy")), failOn));

    [Theory]
    [InlineData(true, "error", 1)]
    [InlineData(false, "error", 1)]
    [InlineData(false, "never", 0)]
    public void What_does_not_import_counts_with_or_without_a_finding(bool everything, string failOn, int expected)
    {
        Assert.Equal((ExitCode)expected, CheckCommand.Status(SampleResults.Of([SampleResults.WrongArchitecture], everything, SampleResults.Fails), failOn));
        Assert.Equal((ExitCode)expected, CheckCommand.Status(SampleResults.Of([], everything, SampleResults.Fails), failOn));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void What_is_not_decided_counts_only_when_it_was_asked_for(bool everything, int expected) =>
        Assert.Equal((ExitCode)expected, CheckCommand.Status(SampleResults.Of([], everything, SampleResults.Imports("numpy"), SampleResults.Unknown("gi", "why")), "error"));

    [Fact]
    public void Any_target_counts()
    {
        ExaminationResult one = SampleResults.Of([], everything: false, SampleResults.Imports("numpy"));
        ImmutableArray<TargetExamination> targets = [one.Targets[0], SampleResults.Target([SampleResults.WrongArchitecture], SampleResults.Fails)];
        Assert.Equal(ExitCode.Findings, CheckCommand.Status(one with { Targets = targets }, "error"));
        Assert.Equal(ExitCode.Success, CheckCommand.Status(one, "error"));
    }

    [Fact]
    public void A_subject_that_cannot_be_examined_is_never_a_success()
    {
        ExaminationResult none = new() { Request = new ExaminationRequest(), Fault = new SubjectFault(SubjectFaultKind.Unreadable, "x") };
        Assert.Equal(ExitCode.Usage, CheckCommand.Status(none, "never"));
    }
}
