using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>Gathers what the rules judge. Costly looks are made only where there is a reason for them.</summary>
/// <param name="environment">The environment.</param>
/// <param name="target">Where it runs.</param>
/// <param name="store">The binaries read so far.</param>
internal sealed class FactGatherer(PythonEnvironment environment, Target target, BinaryStore store)
{
    /// <summary>Why the interpreter cannot start, or null. An environment without an interpreter has nothing to start.</summary>
    public InterpreterFault? Interpreter()
    {
        if (environment.Executable is not { } executable || environment.RealExecutable is not null) return null;
        string? link = environment.Machine.ReadLink(executable);
        string? leadsTo = link is null ? environment.VirtualEnvironmentConfig?.Home : FinalTarget(executable);
        return new InterpreterFault(executable, leadsTo, leadsTo is null ? "its interpreter is missing" : "which is not there");
    }

    /// <summary>The facts for the rules.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="names">The imports.</param>
    /// <param name="runs">How each of them went.</param>
    /// <param name="isForAll">True when remarks may be about every distribution although imports are named.</param>
    public RuleContext Gather(ExaminationRequest request, ImmutableArray<string> names, ImportRun[] runs, bool isForAll = false)
    {
        ImportWalkResult[] walks = [.. runs.Select(run => run.Walk)];
        bool wholeEnvironment = request.Imports.IsEmpty;
        ImmutableArray<FailedImport> failures =
        [
            .. names.Zip(walks).Where(pair => pair.Second.Outcome is VerdictKind.Fails or VerdictKind.Crashes)
                .Select(pair => new FailedImport(pair.First, pair.Second))
                .Select(failed => failed with { Culprit = Glances.AtCulprit(failed, store, target.Architecture) }),
        ];
        ImmutableHashSet<string>? scope = wholeEnvironment || isForAll ? null : Reached(walks);
        Shadows shadows = new(environment, environment.Machine);
        return new RuleContext
        {
            Environment = environment,
            Target = target,
            WorkingDirectory = request.WorkingDirectory,
            Today = environment.Machine.Today,
            Failures = failures,
            Scope = scope,
            Records = wholeEnvironment || failures.Length > 0 ? [.. Incomplete()] : [],
            Ownership = new OwnershipGatherer(environment).Gather(failures, scope),
            UnkeptTags = [.. new TagGatherer(environment, target, store).Gather(scope)],
            StableAbiModules = [.. walks.SelectMany(walk => Doubt.StableAbiModules(walk, environment)).Distinct(StringComparer.Ordinal)],
            Conda = wholeEnvironment || failures.Length > 0 ? new CondaGatherer(environment, target).Gather() : new CondaFacts(),
            Conflicts = RequirementCheck.Of(environment, failures.IsEmpty ? scope : null).Unmet,
            UserSiteHidings = [.. shadows.InUserSite(walks)],
            Shadows = [.. shadows.InWorkingDirectory(request.WorkingDirectory, walks)],
            Interpreter = Interpreter(),
            NumpyDoubts = [.. walks.Select(walk => walk.UndecidedOrigin).OfType<NumpyMismatch>().DistinctBy(doubt => doubt.File)],
            MacOs = target.Os == OperatingSystemKind.MacOs ? new MacOsFactGatherer(environment, target, store).Gather(names, runs, failures, scope) : null,
            ThreadVariables = new ThreadFacts(environment.Machine).Variables(),
            Limits = request.Targets.IsEmpty || target.IsHost ? new ThreadFacts(environment.Machine).Limits() : null,
            Processes = [.. runs.Select(run => run.Process).OfType<ProcessFacts>()],
            FixedPageAllocators = target is { Os: OperatingSystemKind.Linux, PageSize: > 4096 } ? [.. runs.Select(run => run.Process).OfType<ProcessFacts>().SelectMany(process => process.Images).DistinctBy(image => image.Path).Where(HasFixedPages).Select(image => image.Path)] : [],
            OpenedBinaries = environment.Architectures.Length > 1 ? [.. Glances.AtOpened(walks, store)] : [],
        };
    }

    // What jemalloc says at its start when the kernel's pages are larger than those it was built for (src/pages.c, pages_boot).
    private static bool HasFixedPages(LoadedImage loaded) => loaded.Image is { } image && new FileText(image).Has("<jemalloc>: Unsupported system page size"u8);

    private IEnumerable<IncompleteDistribution> Incomplete() => environment.Distributions
        .Select(distribution => new IncompleteDistribution(distribution, RecordCheck.Of(environment.Machine, distribution)))
        .Where(check => !check.MissingFiles.IsEmpty);

    private ImmutableHashSet<string> Reached(ImportWalkResult[] walks)
    {
        HashSet<string> modules = [.. walks.SelectMany(walk => walk.Steps).Select(step => step.Module.Split('.')[0])];
        return [.. environment.Distributions.Where(distribution => distribution.TopLevelModules.Any(modules.Contains)).Select(distribution => distribution.NormalizedName)];
    }

    // The link of bin/python leads to bin/python3, and that one to what is gone: the last name is the one to tell.
    private string FinalTarget(string link)
    {
        string current = link;
        for (int hops = 0; hops < 8 && environment.Machine.ReadLink(current) is { } next; hops++)
            current = PosixPath.Normalize(PosixPath.Join(PosixPath.Directory(current), next));
        return current;
    }
}
