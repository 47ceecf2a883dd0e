using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Imports;
using Assay.Lab.Referee;
using Assay.Loading.Musl;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Lab.Predictors;

/// <summary>Asks the library in this process: the answer the program would print, without starting it a thousand times.</summary>
internal sealed class LibraryPredictor : IPredictor
{
    public Prediction Predict(Question question, string? root)
    {
        if (question.IsProbe && root is not null) return Probe(question, root);
        ExaminationRequest request = Request(question, root);
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
        return Read(result);
    }

    /// <summary>A question as a request to the library.</summary>
    internal static ExaminationRequest Request(Question question, string? root) => new()
    {
        Subject = question.Subject,
        Root = root,
        Imports = [question.Import],
        WorkingDirectory = question.WorkingDirectory,
        Targets = question.ReadTarget() is { } target ? [target] : [],
        Variables = Variables(question),
    };

    /// <summary>What a result predicts.</summary>
    internal static Prediction Read(ExaminationResult result)
    {
        TargetExamination answer = result.Targets[0];
        Verdict verdict = answer.Imports[0].Verdict;
        return new Prediction(
            verdict.Kind switch { VerdictKind.Imports => Ending.Imports, VerdictKind.Fails => Ending.Fails, VerdictKind.Crashes => Ending.Crashes, _ => Ending.Unknown },
            verdict.Exception, verdict.Message, verdict.Signal, verdict.Certainty.ToString(), [.. verdict.Findings],
            [.. answer.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Code)]);
    }

    // The probe of musl is no Python: nothing but the loader is asked, for the one file that the probe would find.
    private static Prediction Probe(Question question, string root)
    {
        try
        {
            RootedMachine machine = new(new HostMachine(), root, question.Variables.ToDictionary());
            using BinaryStore store = new(machine);
            Target target = new() { Os = OperatingSystemKind.Linux, Architecture = Architecture.X86_64, Libc = LibcKind.Musl, LibcVersion = new PackedVersion(1, 2, 3) };
            string? file = ((string[])[$".{Cases.MuslProbe.Tag}.so", ".abi3.so", ".so"]).Select(suffix => $"{Cases.MuslProbe.Site}/{question.Import}{suffix}").FirstOrDefault(path => machine.Look(path, out _) is not null);
            if (file is null) return new Prediction(Ending.Fails, "ModuleNotFoundError", $"No module named '{question.Import}'", null, null, [], []);
            return new MuslLoader(target, machine, store, question.Python, question.WorkingDirectory).LoadExtension(question.Import, file) switch
            {
                ExtensionOutcome.Raises raises => new Prediction(Ending.Fails, raises.Exception.TypeName, raises.Exception.Message, null, raises.Certainty.ToString(), [], []),
                ExtensionOutcome.Crashes crashes => new Prediction(Ending.Crashes, null, crashes.Reason, crashes.Signal, null, [], []),
                ExtensionOutcome.Undecided undecided => new Prediction(Ending.Unknown, null, undecided.Reason, null, null, [], []),
                _ => new Prediction(Ending.Imports, null, null, null, null, [], []),
            };
        }
#pragma warning disable CA1031 // As above.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Prediction.Faulty(error.ToString());
        }
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
