using System.Collections.Immutable;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>The story on one page: discover, read, walk the imports, simulate the loader, judge, advise.</summary>
public static class Examiner
{
    /// <summary>Answers a request. Executes nothing of the subject and writes nothing but its notes about code, where it is given a place for them.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="machine">The machine that holds the subject.</param>
    public static ExaminationResult Run(ExaminationRequest request, IMachine machine)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(machine);
        if (Scene.Enter(request, machine, out SubjectFault? fault) is not { } scene) return new ExaminationResult { Request = request, Fault = fault };
        if (scene.IsWheel) return WheelExaminer.Run(request, request.Subject!, scene.World, scene.Host);
        if (scene.Kind == SubjectKind.WheelDirectory) return WheelSetExaminer.Run(request, request.Subject!, scene.World, scene.Host);
        if (scene.Kind == SubjectKind.Lock) return LockExaminer.Run(request, request.Subject!, scene.World, scene.Host);
        if (scene.Kind == SubjectKind.Snapshot) return SnapshotExaminer.Run(request, scene.World);
        (PythonEnvironment? environment, fault) = Subject.Find(request, scene.World);
        if (environment is null) return new ExaminationResult { Request = request, Fault = fault };

        SortedSet<string> problems = new(StringComparer.Ordinal);
        ImmutableArray<TargetExamination>.Builder examinations = ImmutableArray.CreateBuilder<TargetExamination>();
        foreach ((Target target, PythonEnvironment seen) in scene.Targets(environment))
        {
            examinations.Add(TargetExaminer.Run(request, seen, target));
            if (examinations[^1].Gap is { } gap) problems.Add(gap);

            // An interpreter that is gone is a finding of its own.
            IEnumerable<string> own = seen.RealExecutable is null && seen.Executable is { } gone ? seen.Problems.Where(problem => !problem.StartsWith(gone + ":", StringComparison.Ordinal)) : seen.Problems;
            problems.UnionWith(own.Concat(seen.Distributions.SelectMany(distribution => distribution.Problems.Concat(distribution.RecordedFiles.IsValueCreated ? distribution.RecordProblems.Value : []))));
        }

        return new ExaminationResult
        {
            Request = request,
            Subject = Describe(environment),
            Targets = examinations.ToImmutable(),
            Problems = [.. problems],
        };
    }

    /// <summary>The environment in a few words.</summary>
    internal static SubjectFacts Describe(PythonEnvironment environment) => new()
    {
        Kind = SubjectKind.Environment,
        Path = environment.Path,
        EnvironmentKind = environment.Kind,
        Python = environment.Version + environment.ReleaseLevel,
        AbiFlags = environment.AbiFlags,
        Implementation = environment.Implementation,
        Executable = environment.Executable,
        Os = environment.Os,
        Architectures = environment.Architectures,
        SiteDirectories = environment.SiteDirectories,
        DistributionCount = environment.Distributions.Length,
    };
}
