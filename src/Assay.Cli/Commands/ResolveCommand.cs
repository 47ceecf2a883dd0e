using Assay.Diagnostics;
using Assay.Examination.Resolving;
using Assay.Reporting;

namespace Assay.Cli.Commands;

/// <summary><c>assay resolve</c>: says which files pip and uv would take, why not better ones, and what a build would need.</summary>
internal static class ResolveCommand
{
    public static ExitCode Run(ResolveRequest typed, Session session)
    {
        if (typed.Schema) return Schema.Print("resolve-1", session);
        if (Read(typed, session, out string? problem) is not { } request) return session.Refuse(problem!);
        ResolutionResult result;
        using (Progress? progress = Progress.Start(session, "asking the index"))
            result = Resolver.RunAsync(request, session.Machine, words => progress?.Say(words)).GetAwaiter().GetResult();

        if (typed.Json) ResolutionJson.Write(result, ProductVersion.Text, session.Output);
        else session.Print(writer => ResolutionText.Write(result, writer, session.Style));
        if (result.Fault is { } fault) return session.Refuse(fault.Message);
        return result.Answers.Any(answer => answer.HasNothing || answer.Inspected.Any(wheel => wheel.Findings.Any(finding => finding.Severity == Severity.Error))) ? ExitCode.Findings : ExitCode.Success;
    }

    private static ResolutionRequest? Read(ResolveRequest typed, Session session, out string? problem)
    {
        if (RequirementFiles.Read(typed.Files, session, out problem) is not { } files) return null;
        string[] requirements = [.. typed.Requirements.Concat(files.Requirements).Distinct(StringComparer.Ordinal)];
        problem = requirements.Length == 0 ? "nothing to resolve; expected a requirement such as `assay resolve numpy`, or a file behind -r" : null;
        if (problem is not null || TargetReader.Read(typed.Targets, out problem) is not { } targets || PythonReader.Read(typed.Pythons, out problem) is not { } pythons) return null;
        return IndexReader.Read(typed.Index, files.Options, session, out problem) is not { } settings ? null : new ResolutionRequest
        {
            Requirements = [.. requirements],
            Targets = targets,
            Pythons = pythons,
            Index = settings,
            AllowsSources = !typed.OnlyBinary && !files.Options.OnlyBinary.Contains(":all:"),
            AllowsPrereleases = typed.Prereleases || files.Options.AllowsPrereleases,
            Inspects = typed.Inspect,
            WorkingDirectory = session.WorkingDirectory,
            Problems = files.Problems,
        };
    }
}
