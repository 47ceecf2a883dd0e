using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Examination;
using Assay.Targets;

namespace Assay.Tests.Reporting;

/// <summary>Results made by hand, so that reports are tested without an examination.</summary>
internal static class SampleResults
{
    private const string Site = "/Users/ada/miniconda3/lib/python3.10/site-packages";
    private const string Extension = Site + "/numpy/core/_multiarray_umath.cpython-310-darwin.so";

    public static Finding WrongArchitecture { get; } = new()
    {
        Code = "A201",
        Severity = Severity.Error,
        Title = "`_multiarray_umath` is built for x86_64, this Python is arm64",
        Path = Extension,
        Import = "sklearn",
        Evidence = [new Evidence(Extension, 4, "Mach-O header", "cputype", "0x01000007 (x86_64)", "the interpreter can only load arm64")],
        Chain = ["sklearn", "sklearn.base", "numpy", "numpy.core._multiarray_umath"],
        Fixes =
        [
            new Fix("the whole environment was made by an x86_64 conda; make a native one beside it", ["conda create -n native --platform osx-arm64 python=3.12 scikit-learn"], Applicability.NeedsConsent),
        ],
        Sources = ["<mach/machine.h>"],
    };

    public static Verdict Fails { get; } = new()
    {
        Import = "sklearn",
        Kind = VerdictKind.Fails,
        Exception = "ImportError",
        Message = "dlopen(...): tried: '...' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64'))",
        Chain = ["sklearn", "sklearn.base", "numpy", "numpy.core._multiarray_umath"],
        Findings = ["A201"],
    };

    public static Verdict Imports(string name) => new() { Import = name, Kind = VerdictKind.Imports, Chain = [name] };

    public static Verdict Unknown(string name, string reason) => new() { Import = name, Kind = VerdictKind.Unknown, Message = reason, Certainty = Certainty.Conditional };

    /// <summary>A result for a macOS environment with the given verdicts.</summary>
    public static ExaminationResult Of(ImmutableArray<Finding> findings, bool everything, params Verdict[] verdicts) => new()
    {
        Request = new ExaminationRequest { Imports = everything ? [] : [.. verdicts.Select(verdict => verdict.Import)] },
        Subject = new SubjectFacts
        {
            Kind = SubjectKind.Environment,
            Path = "/Users/ada/miniconda3",
            EnvironmentKind = EnvironmentKind.Conda,
            Python = "3.10.9",
            Implementation = "cpython",
            Executable = "/Users/ada/miniconda3/bin/python3",
            Architectures = [Architecture.Arm64],
            SiteDirectories = [Site],
            DistributionCount = verdicts.Length,
        },
        Targets = [Target(findings, verdicts)],
    };

    public static TargetExamination Target(ImmutableArray<Finding> findings, params Verdict[] verdicts) => new()
    {
        Target = new Target { Os = OperatingSystemKind.MacOs, OsVersion = new(14), Architecture = Architecture.Arm64, PageSize = 16384 },
        Imports = [.. verdicts.Select(verdict => new ImportExamination(verdict, null) { Distribution = verdict.Import, DistributionVersion = "1.0" })],
        Findings = findings,
        Counts = VerdictCounts.Of(verdicts),
    };
}
