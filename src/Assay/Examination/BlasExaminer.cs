using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>Answers who does the linear algebra: finds the callers, loads them as the loader would, and asks who answers each of their symbols.</summary>
public static class BlasExaminer
{
    /// <summary>Answers a request; the imports it names are not looked at. Executes nothing of the subject and writes nothing.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="machine">The machine that holds the subject.</param>
    public static BlasResult Run(ExaminationRequest request, IMachine machine)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(machine);
        if (Scene.Enter(request, machine, out SubjectFault? fault) is not { } scene) return new BlasResult { Request = request, Fault = fault };
        if (scene.IsWheel) return OfWheel(request, scene);
        if (scene.Kind == SubjectKind.Snapshot) return SnapshotExaminer.RunBlas(request, scene.World);
        (PythonEnvironment? environment, fault) = Subject.Find(request, scene.World);
        if (environment is null) return new BlasResult { Request = request, Fault = fault };
        return new BlasResult
        {
            Request = request,
            Subject = Examiner.Describe(environment),
            Targets = [.. scene.Targets(environment).Select(pair => new BlasCensus(pair.Environment, pair.Target, request).Take())],
        };
    }

    private static BlasResult OfWheel(ExaminationRequest request, Scene scene)
    {
        using WheelSubject? wheel = WheelExaminer.Open(request.Subject!, scene.World, out SubjectFault? fault);
        if (wheel is null) return new BlasResult { Request = request, Fault = fault };
        Target[] targets = [.. WheelExaminer.TargetsOf(request, wheel, scene.World, scene.Host)];
        return new BlasResult
        {
            Request = request,
            Subject = WheelExaminer.Describe(wheel, targets[0]),
            Targets = [.. targets.Select(target => new BlasCensus(wheel.For(target), target, request).Take(wheel))],
        };
    }
}
