using System.Collections.Immutable;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>The story on one page: discover, read, walk the imports, simulate the loader, judge, advise.</summary>
public static class Examiner
{
    /// <summary>Answers a request. Executes nothing of the subject and writes nothing.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="machine">The machine that holds the subject.</param>
    public static ExaminationResult Run(ExaminationRequest request, IMachine machine)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(machine);
        if (request.Root is { } root && !machine.IsDirectory(root))
            return new ExaminationResult { Request = request, Fault = new SubjectFault(SubjectFaultKind.NotFound, $"{root}: is no directory; expected the root of a system") };

        // The world as the subject's own process would see it: a foreign root is its own "/", and has its own variables.
        Target? host = request.Root is null && machine is HostMachine ? HostTarget.Detect(machine) : null;
        IMachine inside = request.Root is null ? machine : new RootedMachine(machine, request.Root);
        IMachine world = new OverlaidMachine(inside, request.Variables, inherits: true);

        if (request.Subject is { } named && Subject.KindOf(named, world) == SubjectKind.Wheel) return WheelExaminer.Run(request, named, world, host);
        (PythonEnvironment? environment, SubjectFault? fault) = Subject.Find(request, world);
        if (environment is null) return new ExaminationResult { Request = request, Fault = fault };

        Target native = EnvironmentTarget.Of(environment, host);
        ImmutableArray<Target> targets = request.Targets.IsEmpty ? [native] : request.Targets;
        SortedSet<string> problems = new(StringComparer.Ordinal);
        ImmutableArray<TargetExamination>.Builder examinations = ImmutableArray.CreateBuilder<TargetExamination>(targets.Length);
        foreach (Target target in targets)
        {
            PythonEnvironment seen = environment;
            if (host is not null && !SameSystem(target, host))
            {
                // A foreign process does not see the host's variables, and its sys.path may differ for that reason.
                seen = Subject.Find(request with { Subject = environment.Executable ?? environment.Path }, new OverlaidMachine(inside, request.Variables, inherits: false)).Environment ?? environment;
            }

            examinations.Add(TargetExaminer.Run(request, seen, EnvironmentTarget.Process(Complete(target, native), seen)));
            // An interpreter that is gone is a finding of its own.
            IEnumerable<string> own = seen.RealExecutable is null && seen.Executable is { } gone ? seen.Problems.Where(problem => !problem.StartsWith(gone + ":", StringComparison.Ordinal)) : seen.Problems;
            problems.UnionWith(own.Concat(seen.Distributions.SelectMany(distribution => distribution.Problems.Concat(distribution.RecordedFiles.IsValueCreated ? distribution.RecordProblems.Value : []))));
        }

        return new ExaminationResult
        {
            Request = request,
            Subject = Describe(environment),
            Targets = examinations.MoveToImmutable(),
            Problems = [.. problems],
        };
    }

    private static SubjectFacts Describe(PythonEnvironment environment) => new()
    {
        Kind = SubjectKind.Environment,
        Path = environment.Path,
        EnvironmentKind = environment.Kind,
        Python = environment.Version.ToString(),
        Implementation = environment.Implementation,
        Executable = environment.Executable,
        Os = environment.Os,
        Architectures = environment.Architectures,
        SiteDirectories = environment.SiteDirectories,
        DistributionCount = environment.Distributions.Length,
    };

    private static bool SameSystem(Target target, Target host) => target.Os == host.Os && target.Architecture == host.Architecture && target.Libc == host.Libc && (target.LibcVersion is null || target.LibcVersion == host.LibcVersion);

    // What a target's name leaves open is read from the subject, when that is for the same system.
    private static Target Complete(Target target, Target own) =>
        target.Os == own.Os && target.Libc == own.Libc && target.LibcVersion is null ? target with { LibcVersion = own.LibcVersion } : target;
}
