using System.Collections.Immutable;
using Assay.Environments;
using Assay.Examination;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Comparison;

/// <summary>One of two environments: what was found in it, and the machine it is on. A snapshot that does not hold an answer gives none.</summary>
internal sealed class ComparedSide
{
    private readonly string?[] places;

    private ComparedSide(PythonEnvironment environment, Target target, TargetExamination examination)
    {
        Environment = environment;
        Target = target;
        Examination = examination;

        // From the inside out, so that a path is told apart by the nearest of them.
        places = [environment.SiteDirectories.FirstOrDefault(), environment.Prefix, environment.StandardLibrary, environment.BasePrefix];
    }

    /// <summary>The environment.</summary>
    public PythonEnvironment Environment { get; }

    /// <summary>Where it runs.</summary>
    public Target Target { get; }

    /// <summary>What <c>check</c> says of it.</summary>
    public TargetExamination Examination { get; }

    /// <summary>Opens an environment or a snapshot and judges it.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="machine">The machine that holds it.</param>
    /// <param name="fault">Why there is none, or null.</param>
    public static ComparedSide? Open(ExaminationRequest request, IMachine machine, out SubjectFault? fault)
    {
        if (Scene.Enter(request, machine, out fault) is not { } scene) return null;
        if (scene.Kind == SubjectKind.Snapshot)
        {
            if (SnapshotExaminer.Open(request.Subject!, scene.World, out fault) is not { } snapshot) return null;
            request = SnapshotExaminer.Inside(request, snapshot);
            if (Scene.Enter(request, snapshot.Machine, out fault) is not { } inside) return null;
            scene = inside;
        }

        if (scene.Kind != SubjectKind.Environment)
        {
            fault = new SubjectFault(SubjectFaultKind.NotSupported, $"{request.Subject}: is no environment and no snapshot of one");
            return null;
        }

        (PythonEnvironment? environment, fault) = Subject.Find(request, scene.World);
        if (environment is null) return null;
        try
        {
            (Target target, PythonEnvironment seen) = scene.Targets(environment).First();
            return new ComparedSide(seen, target, TargetExaminer.Run(request, seen, target));
        }
        catch (Exception error) when (NotRecordedException.In(error) is { } missing)
        {
            fault = new SubjectFault(SubjectFaultKind.NotSupported, $"{request.Subject}: {missing.Message}, so nothing can be judged");
            return null;
        }
    }

    /// <summary>Asks the machine; what a snapshot does not hold is no answer.</summary>
    /// <param name="question">The question.</param>
    /// <param name="isKnown">False when there was no answer.</param>
    public T? Ask<T>(Func<IMachine, T> question, out bool isKnown)
    {
        isKnown = true;
        try
        {
            return question(Environment.Machine);
        }
        catch (Exception error) when (NotRecordedException.In(error) is not null)
        {
            isKnown = false;
            return default;
        }
    }

    /// <summary>The same place in the other environment.</summary>
    /// <param name="path">A path of this one.</param>
    /// <param name="other">The other one.</param>
    public string In(ComparedSide other, string path)
    {
        for (int number = 0; number < places.Length; number++)
            if (places[number] is { } own && other.places[number] is { } theirs && (path == own || path.StartsWith(own.TrimEnd('/') + "/", StringComparison.Ordinal))) return theirs + path[own.Length..];
        return path;
    }

    /// <summary>The files that an import read, in their order.</summary>
    public IEnumerable<string> FilesOf(string import) => (Examination.Imports.FirstOrDefault(one => one.Verdict.Import == import)?.Walk?.Steps ?? ImmutableArray<Imports.ImportStep>.Empty).Select(step => step.File).OfType<string>();
}
