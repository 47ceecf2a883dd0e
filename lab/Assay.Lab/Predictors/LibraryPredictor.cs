using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Lab.Referee;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Lab.Predictors;

/// <summary>Asks the library in this process: the answer the program would print, without starting it a thousand times.</summary>
internal sealed class LibraryPredictor : IPredictor
{
    public Prediction Predict(Question question, string? root)
    {
        ExaminationRequest request = new()
        {
            Subject = question.Subject,
            Root = root,
            Imports = [question.Import],
            WorkingDirectory = question.WorkingDirectory,
            Targets = question.Target is null ? [] : TargetName.TryParse(question.Target, out Target? target, out string? problem) ? [target!] : throw new InvalidOperationException(problem),
            Variables = Variables(question),
        };
        ExaminationResult result;
        try
        {
            result = Examiner.Run(request, new HostMachine(request.Variables));
        }
#pragma warning disable CA1031 // Whatever it throws is the answer: a fault in Assay, to be listed like any other.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Prediction.Faulty(error.ToString());
        }

        if (result.Fault is { } fault) return Prediction.Faulty(fault.Message);
        TargetExamination answer = result.Targets[0];
        Verdict verdict = answer.Imports[0].Verdict;
        return new Prediction(
            verdict.Kind switch { VerdictKind.Imports => Ending.Imports, VerdictKind.Fails => Ending.Fails, VerdictKind.Crashes => Ending.Crashes, _ => Ending.Unknown },
            verdict.Exception, verdict.Message, verdict.Signal, verdict.Certainty.ToString(), [.. verdict.Findings],
            [.. answer.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Code)]);
    }

    // What the process environment of the laboratory holds is none of the interpreter's that is asked.
    private static ImmutableSortedDictionary<string, string?> Variables(Question question)
    {
        ImmutableSortedDictionary<string, string?>.Builder variables = ImmutableSortedDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        foreach (string name in (string[])["LD_LIBRARY_PATH", "LD_PRELOAD", "PYTHONPATH", "PYTHONHOME", "PYTHONNOUSERSITE", "PYTHONUSERBASE", "PYTHONSAFEPATH", "VIRTUAL_ENV", "CONDA_PREFIX", "GLIBC_TUNABLES"]) variables[name] = null;
        variables["HOME"] = "/nonexistent";
        foreach ((string name, string value) in question.Variables) variables[name] = value;
        return variables.ToImmutable();
    }
}
