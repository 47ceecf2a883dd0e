using Assay.Diagnostics;
using Assay.Environments;
using Assay.Examination;

namespace Assay.Reporting;

/// <summary>The words in which reports and the JSON contract name things. A word once published never changes.</summary>
public static class Words
{
    /// <summary>A verdict: <c>imports</c>, <c>fails</c>, <c>crashes</c>, <c>unknown</c>.</summary>
    /// <param name="kind">The kind of verdict.</param>
    public static string Of(VerdictKind kind) => kind switch
    {
        VerdictKind.Imports => "imports",
        VerdictKind.Fails => "fails",
        VerdictKind.Crashes => "crashes",
        _ => "unknown",
    };

    /// <summary>A severity: <c>error</c>, <c>warning</c>, <c>note</c>.</summary>
    /// <param name="severity">The severity.</param>
    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    /// <summary>A certainty: <c>certain</c>, <c>text-may-vary</c>, <c>conditional</c>.</summary>
    /// <param name="certainty">The certainty.</param>
    public static string Of(Certainty certainty) => certainty switch
    {
        Certainty.Certain => "certain",
        Certainty.TextMayVary => "text-may-vary",
        _ => "conditional",
    };

    /// <summary>How safe a fix is: <c>safe</c>, <c>needs-consent</c>, <c>display-only</c>.</summary>
    /// <param name="applicability">The applicability.</param>
    public static string Of(Applicability applicability) => applicability switch
    {
        Applicability.Safe => "safe",
        Applicability.NeedsConsent => "needs-consent",
        _ => "display-only",
    };

    /// <summary>A kind of subject: <c>environment</c>, <c>wheel</c>, ...</summary>
    /// <param name="kind">The kind.</param>
    public static string Of(SubjectKind kind) => kind switch
    {
        SubjectKind.Environment => "environment",
        SubjectKind.Wheel => "wheel",
        SubjectKind.WheelDirectory => "wheel-directory",
        SubjectKind.Requirements => "requirements",
        SubjectKind.Lock => "lock",
        SubjectKind.Snapshot => "snapshot",
        _ => "unknown",
    };

    /// <summary>Why a subject cannot be examined: <c>not-found</c>, <c>unreadable</c>, ...</summary>
    /// <param name="kind">The kind of fault.</param>
    public static string Of(SubjectFaultKind kind) => kind switch
    {
        SubjectFaultKind.NotFound => "not-found",
        SubjectFaultKind.Unreadable => "unreadable",
        SubjectFaultKind.NotAnEnvironment => "not-an-environment",
        SubjectFaultKind.NothingFound => "nothing-found",
        _ => "not-supported",
    };

    /// <summary>A kind of environment: <c>venv</c>, <c>conda</c>, <c>debian</c>, ...</summary>
    /// <param name="kind">The kind.</param>
    public static string Of(EnvironmentKind kind) => kind switch
    {
        EnvironmentKind.VirtualEnvironment => "venv",
        EnvironmentKind.Conda => "conda",
        EnvironmentKind.Debian => "debian",
        EnvironmentKind.Framework => "framework",
        EnvironmentKind.Homebrew => "homebrew",
        EnvironmentKind.BareSitePackages => "site-packages",
        _ => "prefix",
    };

    /// <summary>A kind of environment as a phrase: <c>virtual environment</c>, <c>Debian's system Python</c>.</summary>
    /// <param name="kind">The kind.</param>
    internal static string Phrase(EnvironmentKind kind) => kind switch
    {
        EnvironmentKind.VirtualEnvironment => "virtual environment",
        EnvironmentKind.Conda => "conda environment",
        EnvironmentKind.Debian => "Debian's system Python",
        EnvironmentKind.Framework => "framework build",
        EnvironmentKind.Homebrew => "Homebrew's Python",
        EnvironmentKind.BareSitePackages => "folder of packages",
        _ => "installed prefix",
    };

    /// <summary>A number with its noun: <c>1 error</c>, <c>2 errors</c>.</summary>
    internal static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
