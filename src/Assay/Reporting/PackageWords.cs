using System.Collections.Immutable;
using System.Text.Json;
using Assay.Examination;
using Assay.Packaging.Locking;

namespace Assay.Reporting;

/// <summary>What an installer finds for the packages of a lock file, counted for people and listed for programs.</summary>
internal static class PackageWords
{
    /// <summary>"40 packages: 38 with a wheel, 2 from source".</summary>
    public static string Count(ImmutableArray<LockedOutcome> packages)
    {
        string parts = string.Join(", ", packages.GroupBy(package => package.Kind).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Phrase(group.Key)}"));
        return $"{Words.Count(packages.Length, "package")}: {parts}";
    }

    /// <summary>The members of a target that only subjects without a Python of their own have.</summary>
    public static void Write(Utf8JsonWriter writer, string python, TargetExamination examination)
    {
        writer.WriteString("python", python);
        JsonReport.WriteStrings(writer, "passedOver", examination.PassedOver);
        JsonReport.WriteEach(writer, "packages", examination.Packages, outcome =>
        {
            writer.WriteString("name", outcome.Package.Name);
            writer.WriteString("version", outcome.Package.Version);
            writer.WriteString("outcome", Word(outcome.Kind));
            writer.WriteBoolean("certain", outcome.IsCertain);
            writer.WriteString("file", outcome.File?.Filename);
            writer.WriteString("url", outcome.File?.Url);
            writer.WriteString("nearest", outcome.NearestMiss);
            writer.WriteNumber("line", outcome.Package.Line);
        });
    }

    private static string Phrase(LockedOutcomeKind kind) => kind switch
    {
        LockedOutcomeKind.Binary => "ready to install",
        LockedOutcomeKind.Source => "built from source",
        LockedOutcomeKind.Nothing => "without a file",
        LockedOutcomeKind.Elsewhere => "from a directory or a repository",
        _ => "without names of files",
    };

    private static string Word(LockedOutcomeKind kind) => kind switch
    {
        LockedOutcomeKind.Binary => "binary",
        LockedOutcomeKind.Source => "source",
        LockedOutcomeKind.Nothing => "nothing",
        LockedOutcomeKind.Elsewhere => "elsewhere",
        _ => "not-told",
    };
}
