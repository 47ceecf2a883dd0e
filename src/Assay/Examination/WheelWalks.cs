using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading.Wheels;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>The imports of one wheel, or of several laid together, followed as far as the wheels themselves decide them: everything outside them is taken as given.</summary>
internal sealed class WheelWalks
{
    private readonly ImportList list;
    private readonly ImmutableArray<FailedImport> broken;
    private readonly ImportWalkResult[] walks;

    /// <summary>Follows the imports.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="environment">The wheels as all that is installed.</param>
    /// <param name="target">Where they are to run.</param>
    /// <param name="store">The binaries of the machine that has the files.</param>
    /// <param name="inspection">What is known of the binaries.</param>
    /// <param name="words">Why an import is left open.</param>
    public WheelWalks(ExaminationRequest request, PythonEnvironment environment, Target target, BinaryStore store, WheelInspection inspection, WheelWords words)
    {
        broken = [.. inspection.Binaries.Where(binary => binary.Role == WheelRole.Extension).Select(binary => Broken(binary, inspection)).OfType<FailedImport>()];
        list = new ImportList(request, environment);
        ImportWalker walker = new(environment, target);
        walks = [.. list.Names.Select(name => Decided(name, walker.Walk(name, new WheelLoader(inspection)), words))];
        Failures =
        [
            .. list.Names.Zip(walks).Where(pair => IsEnd(pair.Second))
                .Select(pair => new FailedImport(pair.First, pair.Second))
                .Concat(broken.Where(failed => !walks.Any(walk => IsEnd(walk) && walk.Chain.Contains(failed.Import))))
                .Select(failed => failed with { Culprit = Glances.AtCulprit(failed, store, target.Architecture) }),
        ];
    }

    /// <summary>The imports that certainly fail, and the modules whose compiled code does not load although no import comes to them.</summary>
    public ImmutableArray<FailedImport> Failures { get; }

    /// <summary>The imports with their verdicts.</summary>
    /// <param name="explanations">The codes that explain an import, the cause first.</param>
    public ImmutableArray<ImportExamination> Imports(Func<string, ImmutableArray<string>> explanations) =>
    [
        .. list.Names.Zip(walks).Select(pair => new ImportExamination(Verdicts.Of(pair.First, pair.Second, explanations(pair.First)), pair.Second)
        {
            Distribution = list.ProviderOf(pair.First)?.Name,
            DistributionVersion = list.ProviderOf(pair.First)?.Version,
        }),
    ];

    /// <summary>
    /// A finding as it is told of wheels: there is no installation to repair, so what only commands could put right stays unsaid. One about a module that no verdict is about stands by
    /// itself.
    /// </summary>
    public Finding Advised(Finding finding) => finding with
    {
        Remedies = [.. finding.Remedies.Where(remedy => remedy is Remedy.Advise)],
        Import = finding.Import is { } import && list.Names.Contains(import) ? import : null,
    };

    // Only a failure in the wheels' own compiled code is known: everything else depends on what is not there to be read.
    private ImportWalkResult Decided(string name, ImportWalkResult walk, WheelWords words)
    {
        if (IsEnd(walk) && new FailedImport(name, walk).Load is not null && walk.Certainty != Certainty.Conditional) return walk;
        string top = name.Split('.')[0];
        string reason = list.ProviderOf(name) is null ? words.NotBrought(top)
            : broken.FirstOrDefault(failed => failed.Import.Split('.')[0] == top) is { LastFile: { } file } ? words.NotLoaded(PosixPath.Name(file))
            : words.NothingAgainst;
        return walk with { Outcome = VerdictKind.Unknown, Exception = null, Crash = null, Undecided = reason, UndecidedOrigin = null, Certainty = Certainty.Certain, Chain = [] };
    }

    private static bool IsEnd(ImportWalkResult walk) => walk.Outcome is VerdictKind.Fails or VerdictKind.Crashes;

    // Whether anything imports it or not: importing this very module fails.
    private static FailedImport? Broken(WheelBinary binary, WheelInspection inspection) => inspection.EndOf(binary) is not { } end ? null : new FailedImport(binary.Module!, new ImportWalkResult
    {
        Outcome = end is ExtensionOutcome.Crashes ? VerdictKind.Crashes : VerdictKind.Fails,
        Exception = (end as ExtensionOutcome.Raises)?.Exception,
        Crash = end as ExtensionOutcome.Crashes,
        Certainty = Certainty.TextMayVary,
        Chain = [binary.Module!],
        Steps = [new ImportStep(binary.Module!, ModuleKind.Extension, binary.Path, null, true)],
    });
}
