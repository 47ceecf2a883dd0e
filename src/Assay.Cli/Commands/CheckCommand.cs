using System.Collections.Immutable;
using Assay.Cli.Samples;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Reporting;
using Assay.Targets;

namespace Assay.Cli.Commands;

/// <summary><c>assay check</c>: reads what was asked, examines, reports, and turns the answer into an exit status.</summary>
internal static class CheckCommand
{
    public static ExitCode Run(CheckRequest typed, Session session)
    {
        if (typed.Schema) return PrintSchema(session);
        if (Read(typed, session, out string? problem) is not { } request) return session.Refuse(problem!);

        ExaminationResult result;
        using (Progress.Start(session, $"reading {request.Subject ?? request.Root ?? "the environment"}")) result = Examiner.Run(request, session.Machine);

        // Nothing was asked and there is nothing to ask about: show what an answer looks like rather than nothing.
        if (result.Fault?.Kind == SubjectFaultKind.NothingFound && request.Imports.IsEmpty && request.Root is null && !typed.Json)
        {
            session.Error.WriteLine($"assay: {result.Fault.Message}; this is the built-in sample `{Sample.Healthy}`");
            result = SampleReader.Read(Sample.Healthy).Examine();
        }

        Report(result, typed.Json, session);
        return Status(result, typed.FailOn);
    }

    /// <summary>The exit status for a result.</summary>
    internal static ExitCode Status(ExaminationResult result, string failOn)
    {
        if (result.Fault is not null) return ExitCode.Usage;
        if (failOn == "never") return ExitCode.Success;

        // What was asked for by name must be known to import; of everything there is, only what is known to break counts.
        bool asked = !result.Request.Imports.IsEmpty;
        if (result.Targets.Any(target => target.Counts.Fails + target.Counts.Crashes + (asked ? target.Counts.Unknown : 0) > 0)) return ExitCode.Findings;
        Severity threshold = failOn switch
        {
            "note" => Severity.Note,
            "warning" => Severity.Warning,
            _ => Severity.Error,
        };
        return result.Worst >= threshold ? ExitCode.Findings : ExitCode.Success;
    }

    private static ExitCode PrintSchema(Session session)
    {
        using Stream stream = typeof(CheckCommand).Assembly.GetManifestResourceStream("schema:check-1") ?? throw new InvalidOperationException("the schema is not part of this build");
        stream.CopyTo(session.Output);
        return ExitCode.Success;
    }

    private static void Report(ExaminationResult result, bool json, Session session)
    {
        if (json) JsonReport.Write(result, ProductVersion.Text, session.Output);
        else session.Print(writer => TextReport.Write(result, writer, session.Style));
        if (result.Fault is not null) session.Refuse(result.Fault.Message);
    }

    private static ExaminationRequest? Read(CheckRequest typed, Session session, out string? problem)
    {
        ImmutableArray<Target>.Builder targets = ImmutableArray.CreateBuilder<Target>();
        foreach (string name in typed.Targets)
        {
            if (!TargetName.TryParse(name, out Target? target, out problem))
            {
                problem = $"--for {name}: {problem}";
                return null;
            }

            targets.Add(target!);
        }

        problem = typed.Imports.Where(name => !IsModuleName(name)).Select(name => $"--import {name}: a module name is written like `sklearn.svm`").FirstOrDefault();
        if (problem is not null) return null;

        SortedDictionary<string, string?> variables = new(StringComparer.Ordinal);
        foreach (string variable in typed.Variables)
        {
            int cut = variable.IndexOf('=', StringComparison.Ordinal);
            if (cut == 0 || variable.Length == 0)
            {
                problem = $"--env {variable}: a variable is written like `LD_LIBRARY_PATH=/opt/lib`";
                return null;
            }

            variables[cut < 0 ? variable : variable[..cut]] = cut < 0 ? null : variable[(cut + 1)..];
        }

        string? root = typed.Root is null ? null : session.Absolute(typed.Root);
        return new ExaminationRequest
        {
            Root = root,
            Subject = typed.Subject is null ? null : root is null ? session.Absolute(typed.Subject) : InsideRoot(root, typed.Subject),
            Targets = targets.ToImmutable(),
            Imports = [.. typed.Imports.Distinct()],
            WorkingDirectory = root is null ? session.WorkingDirectory : null,
            Variables = variables.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>A subject under a foreign root, as that root sees it; a path that was completed by the shell, from outside, is understood too.</summary>
    private static string InsideRoot(string root, string subject)
    {
        string path = Primitives.PosixPath.Normalize(Primitives.PosixPath.Join("/", subject));
        return root != "/" && (path + "/").StartsWith(root + "/", StringComparison.Ordinal) ? "/" + path[root.Length..].TrimStart('/') : path;
    }

    // PEP 3131 identifiers, near enough for a message: letters, digits and underscores between dots, no digit first.
    private static bool IsModuleName(string name) =>
        name.Split('.').All(part => part.Length > 0 && !char.IsAsciiDigit(part[0]) && part.All(character => char.IsLetterOrDigit(character) || character == '_'));
}
