using System.Collections.Immutable;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination.Verifying;

/// <summary>The words that start an interpreter.</summary>
/// <param name="Command">The words.</param>
/// <param name="IsEmulated">True when they start an emulator.</param>
/// <param name="Note">What is different because of it, or null.</param>
internal sealed record RunnerChoice(ImmutableArray<string> Command, bool IsEmulated, string? Note = null)
{
    private const string Placeholder = "{python}";

    // $0 is the root, $1 the emulator; its options and the interpreter follow.
    private const string Visit = "mount -t tmpfs none \"$0/tmp\" && cp \"$1\" \"$0/tmp/\" && emulator=\"/tmp/${1##*/}\" && shift && exec chroot \"$0\" \"$emulator\" \"$@\"";

    /// <summary>Finds out how an interpreter is started.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="executable">The interpreter as its own system names it.</param>
    /// <param name="target">The target it is for.</param>
    /// <param name="cpu">The processor to play, in the emulator's words, or null.</param>
    /// <param name="machine">This machine.</param>
    /// <param name="host">What this machine is.</param>
    /// <param name="problem">Why it cannot be started, or null.</param>
    public static RunnerChoice? Of(VerificationRequest request, string executable, Target target, string? cpu, IMachine machine, Target host, out string? problem)
    {
        problem = null;
        string? root = request.Of.Root is { } given && given != "/" ? given.TrimEnd('/') : null;
        IMachine inside = root is null ? machine : new RootedMachine(machine, root);

        // A link inside a root leads on inside of it, which only we can follow from outside.
        string real = inside.RealPath(executable) ?? executable;
        if (!request.Runner.IsEmpty)
        {
            ImmutableArray<string> words = request.Runner.Contains(Placeholder) ? [.. request.Runner.Select(word => word == Placeholder ? executable : word)] : [.. request.Runner, root is null ? executable : root + real];
            return new RunnerChoice(words, request.Runner.Any(word => PosixPath.Name(word).StartsWith("qemu-", StringComparison.Ordinal)));
        }

        string architecture = TargetName.ArchitectureName(target.Architecture, OperatingSystemKind.Linux);
        bool isForeign = target.Architecture != host.Architecture && target.Architecture != Architecture.Unknown && target.Os == OperatingSystemKind.Linux;
        if (target.Os != host.Os)
        {
            problem = $"what runs on {target.Name} cannot be run on {host.Name}; --runner names a program that can";
            return null;
        }

        ImmutableArray<string> emulator = [];
        if (isForeign || cpu is not null)
        {
            if ((Find(machine, $"qemu-{architecture}-static") ?? Find(machine, $"qemu-{architecture}")) is not { } found)
            {
                problem = $"there is no qemu-{architecture}-static on PATH, which would run what is for {architecture}; --runner names another program";
                return null;
            }

            emulator = cpu is null ? [found] : [found, "-cpu", cpu];
        }

        if (root is null) return new RunnerChoice(emulator.IsEmpty ? [executable] : [.. emulator, "-0", executable, real], !emulator.IsEmpty);

        // Inside the root nothing of this machine is seen. An emulator has to be there as well.
        string? own = emulator.IsEmpty ? null : new[] { emulator[0], "/usr/bin/" + PosixPath.Name(emulator[0]) }.FirstOrDefault(path => inside.IsFile(path));
        if (emulator.IsEmpty || own is not null)
        {
            if (Entrance(machine, root) is { } entrance) return new RunnerChoice(own is null ? [.. entrance, executable] : [.. entrance, own, .. emulator[1..], executable], own is not null);
            if (emulator.IsEmpty)
            {
                problem = $"there is neither chroot nor unshare on PATH, to run what is below {root}; --runner names another program";
                return null;
            }
        }

        // Without it there, it is laid into a /tmp that only this one process sees: nothing is written into the root.
        if (Find(machine, "unshare") is { } unshare && inside.IsDirectory("/tmp"))
            return new RunnerChoice([unshare, .. Environment.IsPrivilegedProcess ? ["--mount"] : new[] { "--map-root-user", "--mount" }, "/bin/sh", "-c", Visit, root, .. emulator, executable], true);

        return new RunnerChoice([emulator[0], "-L", root, .. emulator[1..], "-0", executable, root + real], true,
            $"what {root} lacks, and what its absolute links lead to, is looked for on this machine: the root has no {PosixPath.Name(emulator[0])} that could run inside of it");
    }

    // Only the superuser may change the root as such; everybody may in a user namespace, where the system allows those.
    private static ImmutableArray<string>? Entrance(IMachine machine, string root) =>
        Environment.IsPrivilegedProcess && Find(machine, "chroot") is { } chroot ? [chroot, root]
        : Find(machine, "unshare") is { } unshare ? [unshare, "--map-root-user", $"--root={root}", "--wd=/"]
        : null;

    private static string? Find(IMachine machine, string program) => (machine.EnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/sbin"])
        .Where(directory => directory.StartsWith('/'))
        .Select(directory => $"{directory.TrimEnd('/')}/{program}")
        .FirstOrDefault(path => machine.IsFile(path));
}
