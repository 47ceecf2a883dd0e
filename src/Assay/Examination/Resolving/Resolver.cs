using System.Collections.Immutable;
using Assay.Environments;
using Assay.Indexes;
using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination.Resolving;

/// <summary>Asks the index for each requirement and says what pip and uv take on each machine. Dependencies are not followed; nothing is downloaded but pages, and the heads of wheels where that is asked for.</summary>
public static class Resolver
{
    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="machine">This machine.</param>
    /// <param name="said">Told how far the work is, in words for people; may be called from any thread.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<ResolutionResult> RunAsync(ResolutionRequest request, IMachine machine, Action<string>? said = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(machine);
        List<Requirement> requirements = [];
        foreach (string text in request.Requirements)
        {
            if (!Requirement.TryParse(text, out Requirement? requirement))
                return new ResolutionResult { Request = request, Fault = new SubjectFault(SubjectFaultKind.NotAnEnvironment, $"`{text}` is no requirement; written like this: numpy, \"scipy>=1.10,<2\", scikit-learn==1.9.1") };
            requirements.Add(requirement);
        }

        Target host = HostTarget.Detect(machine);
        ResolutionPlace[] places = [.. Places(request, machine, host)];
        using PackageIndexes indexes = PackageIndexes.Open(request.Index, machine);
        string[] projects = [.. requirements.Where(requirement => requirement.Url is null).Select(requirement => requirement.NormalizedName).Distinct(StringComparer.Ordinal)];
        Dictionary<string, IndexAnswer> pages = await AskAsync(indexes, projects, said, cancellation).ConfigureAwait(false);

        BuildTools tools = new(machine);
        Dictionary<string, ProjectPages> projectPages = pages.ToDictionary(page => page.Key, page => new ProjectPages(page.Value), StringComparer.Ordinal);
        ResolutionQuestion[] questions = [.. requirements.Select(requirement => (Requirement: requirement, Pages: requirement.Url is null ? projectPages[requirement.NormalizedName] : new ProjectPages(DirectAnswer.Of(requirement))))
            .SelectMany(pair => places.Select(place => new ResolutionQuestion(pair.Requirement, place, pair.Pages, request)))];
        ImmutableArray<ResolutionAnswer> answers = [.. questions.AsParallel().AsOrdered().WithCancellation(cancellation).Select(question => question.Answer(tools))];
        if (request.Inspects) answers = await WheelInspector.RunAsync(answers, indexes, (done, all) => said?.Invoke($"reading the heads of wheels: {done} of {all}"), cancellation).ConfigureAwait(false);
        return new ResolutionResult
        {
            Request = request,
            Answers = answers,
            Sources = [.. pages.Values.SelectMany(page => page.Sources).Select(source => source.Name).Distinct(StringComparer.Ordinal)],
            Problems = [.. request.Problems.Concat(pages.Values.SelectMany(page => page.Sources).SelectMany(source => source.Message is { } message ? source.Oddities.Prepend(message) : source.Oddities)).Distinct(StringComparer.Ordinal)],
        };
    }

    private static async Task<Dictionary<string, IndexAnswer>> AskAsync(PackageIndexes indexes, string[] projects, Action<string>? said, CancellationToken cancellation)
    {
        int done = 0;
        Dictionary<string, IndexAnswer> pages = new(StringComparer.Ordinal);
        Task<IndexAnswer>[] waiting = [.. projects.Select(project => AskOneAsync(project))];
        foreach ((string project, IndexAnswer answer) in projects.Zip(await Task.WhenAll(waiting).ConfigureAwait(false))) pages[project] = answer;
        return pages;

        async Task<IndexAnswer> AskOneAsync(string project)
        {
            IndexAnswer answer = await indexes.FindAsync(project, cancellation).ConfigureAwait(false);
            said?.Invoke($"asking the index: {Interlocked.Increment(ref done)} of {projects.Length}");
            return answer;
        }
    }

    private static IEnumerable<ResolutionPlace> Places(ResolutionRequest request, IMachine machine, Target host)
    {
        ImmutableArray<PythonBuild> pythons = request.Pythons.IsEmpty ? [OwnPython(request, machine) ?? PythonReleases.All[^1]] : request.Pythons;
        foreach (Target target in request.Targets.IsEmpty ? [host] : request.Targets)
        {
            TagTable table = new(Completed(target, host));
            foreach (PythonBuild python in pythons) yield return new ResolutionPlace(table, python);
        }
    }

    // What a name leaves open (linux-x86_64) is this machine's, when it is of the same kind.
    private static Target Completed(Target target, Target host) =>
        target.Os != host.Os || target.Architecture != host.Architecture ? target
        : target.Os == OperatingSystemKind.Linux && target.LibcVersion is null && (target.Libc == LibcKind.None || target.Libc == host.Libc) ? target with { Libc = host.Libc, LibcVersion = host.LibcVersion }
        : target.OsVersion is null ? target with { OsVersion = host.OsVersion } : target;

    private static PythonBuild? OwnPython(ResolutionRequest request, IMachine machine) =>
        EnvironmentDiscovery.FindDefault(machine, request.WorkingDirectory) is { IsFound: true, Environment: { Implementation: "cpython" } environment } && environment.Version.Major == 3 ? environment.Build : null;
}
