using System.Collections.Immutable;
using Assay.Environments;
using Assay.Primitives;
using Assay.Snapshots;
using Assay.Targets;

namespace Assay.Examination.Taking;

/// <summary>
/// Takes a snapshot: examines an environment for the machine it is on and for a few others, and writes down everything that is looked at on the way. Executes nothing of the subject.
/// </summary>
public static class SnapshotTaker
{
    // One for each way in which sources and loaders ask what they run on. A target of another kind may ask for something else, and is told that the snapshot lacks it.
    private static readonly string[] Others = ["linux-glibc2.36-x86_64", "linux-glibc2.36-aarch64", "macos-14-arm64", "macos-14-x86_64", "windows-11-amd64"];

    /// <summary>Takes one.</summary>
    /// <param name="request">What is to be judged later: subject, root, imports, variables, and targets beside the usual ones.</param>
    /// <param name="machine">The machine that holds the subject.</param>
    /// <param name="tool">The version of Assay.</param>
    /// <param name="takesOthers">False to examine it for the targets of the request alone.</param>
    public static TakenSnapshot Take(ExaminationRequest request, IMachine machine, string tool, bool takesOthers = true)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(machine);
        if (Scene.Enter(request, machine, out SubjectFault? fault) is not { } scene) return new TakenSnapshot { Fault = fault };
        if (scene.Kind != SubjectKind.Environment) return new TakenSnapshot { Fault = new SubjectFault(SubjectFaultKind.NotSupported, $"{request.Subject}: is no environment; a snapshot is taken of an environment directory or a Python interpreter") };
        (PythonEnvironment? environment, fault) = Subject.Find(request, scene.World);
        if (environment is null) return new TakenSnapshot { Fault = fault };

        SnapshotNotes notes = new(request.Notes);
        ExaminationRequest inside = request with { Subject = request.Subject ?? environment.Path, Root = null, Targets = [], Variables = ImmutableSortedDictionary<string, string?>.Empty, Notes = notes, Host = scene.Host, ReadsAhead = false };

        // Where code was read to find something out, the notes have it now, and a second round leaves the code alone.
        RecordingMachine recorder = Record(inside, scene.World, out ExaminationResult own);
        if (notes.HadMiss) recorder = Record(inside, scene.World, out own);
        if (request.Imports.IsEmpty && takesOthers) _ = BlasExaminer.Run(inside, recorder);
        ImmutableArray<Target> targets = [.. request.Targets, .. takesOthers ? Others.Select(Parse).Where(target => own.Targets[0].Target is var native && (target.Os, target.Architecture) != (native.Os, native.Architecture)) : []];
        ExaminationResult? others = targets.IsEmpty ? null : Examiner.Run(inside with { Targets = targets }, recorder);
        return new TakenSnapshot
        {
            Facts = new SnapshotFacts
            {
                Tool = tool,
                Subject = inside.Subject!,
                Imports = request.Imports,
                WorkingDirectory = request.WorkingDirectory,
                Host = scene.Host,
                Day = recorder.Today,
                JudgedFor = [.. own.Targets.Concat(others?.Targets ?? []).Select(target => TargetName.Format(target.Target)).Distinct(StringComparer.Ordinal)],
            },
            Recorder = recorder,
            Notes = notes,
            Own = own,
            Others = others,
            Targets = targets,
        };
    }

    private static RecordingMachine Record(ExaminationRequest inside, IMachine world, out ExaminationResult own)
    {
        RecordingMachine recorder = new(world);
        foreach (string name in AllowedVariables.Always) _ = recorder.EnvironmentVariable(name);
        own = Examiner.Run(inside, recorder);
        return recorder;
    }

    private static Target Parse(string name) => TargetName.TryParse(name, out Target? target, out string? problem) ? target! : throw new InvalidOperationException(problem);
}
