using System.Collections.Immutable;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>Where an examination takes place: the world as the subject's own process would see it, and this machine when it is part of that world.</summary>
internal sealed class Scene
{
    private readonly ExaminationRequest request;
    private readonly IMachine inside;

    private Scene(ExaminationRequest request, IMachine machine)
    {
        this.request = request;

        // A foreign root is its own "/", and has its own variables.
        Host = request.Host ?? (request.Root is null && machine is HostMachine ? HostTarget.Detect(machine) : null);
        inside = request.Root is null ? machine : new RootedMachine(machine, request.Root);
        World = new OverlaidMachine(inside, request.Variables, inherits: true);
    }

    /// <summary>The world.</summary>
    public IMachine World { get; }

    /// <summary>This machine, or null when the subject is elsewhere.</summary>
    public Target? Host { get; }

    /// <summary>True when the subject is a wheel.</summary>
    public bool IsWheel => Kind == SubjectKind.Wheel;

    /// <summary>What the subject is, as its name and its kind of file tell; an environment when none is named.</summary>
    public SubjectKind Kind => request.Subject is { } named ? Subject.KindOf(named, World) : SubjectKind.Environment;

    /// <summary>Enters the scene of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="fault">Why there is none.</param>
    public static Scene? Enter(ExaminationRequest request, IMachine machine, out SubjectFault? fault)
    {
        fault = request.Root is { } root && !machine.IsDirectory(root) ? new SubjectFault(SubjectFaultKind.NotFound, $"{root}: is no directory; expected the root of a system") : null;
        return fault is null ? new Scene(request, machine) : null;
    }

    /// <summary>The environment for each target: what was asked for, or the target that it is for itself.</summary>
    /// <param name="environment">The environment as this machine sees it.</param>
    public IEnumerable<(Target Target, PythonEnvironment Environment)> Targets(PythonEnvironment environment)
    {
        Target native = EnvironmentTarget.Of(environment, Host);
        ImmutableArray<Target> targets = request.Targets.IsEmpty ? [native] : request.Targets;
        foreach (Target target in targets)
        {
            PythonEnvironment seen = environment;
            if (Host is not null && !SameSystem(target, Host))
            {
                // A foreign process does not see the host's variables, and its sys.path may differ for that reason.
                seen = Subject.Find(request with { Subject = environment.Executable ?? environment.Path }, new OverlaidMachine(inside, request.Variables, inherits: false)).Environment ?? environment;
            }

            yield return (EnvironmentTarget.Process(Complete(target, native), seen), seen);
        }
    }

    private static bool SameSystem(Target target, Target host) => target.Os == host.Os && target.Architecture == host.Architecture && target.Libc == host.Libc && (target.LibcVersion is null || target.LibcVersion == host.LibcVersion);

    // What a target's name leaves open is read from the subject, when that is for the same system.
    private static Target Complete(Target target, Target own) =>
        target.Os == own.Os && target.Libc == own.Libc && target.LibcVersion is null ? target with { LibcVersion = own.LibcVersion } : target;
}
