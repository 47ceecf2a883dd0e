using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Fixes;
using Assay.Imports;
using Assay.Loading;
using Assay.Loading.Dyld;
using Assay.Loading.Wheels;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>
/// Finds every installed file that calls BLAS or LAPACK and asks who answers it, in one process that imports the packages one after another: NumPy, SciPy, then the others.
/// </summary>
/// <param name="environment">The environment, or a wheel as the only thing installed.</param>
/// <param name="target">Where it runs.</param>
/// <param name="request">What was asked.</param>
internal sealed class BlasCensus(PythonEnvironment environment, Target target, ExaminationRequest request)
{
    private static readonly string[] NumpyParts = ["numpy._core._multiarray_umath", "numpy.core._multiarray_umath", "numpy.core.multiarray", "numpy.linalg._umath_linalg", "numpy.linalg.lapack_lite"];
    private static readonly string[] Lenders = ["scipy.linalg.cython_blas", "scipy.linalg.cython_lapack"];

    // Packages whose linear algebra is inside a library of their own, with the name of that library's file.
    private static readonly (string Package, string Library)[] Engines = [("torch", "torch_cpu")];

    // Every process has its C library: another beside it is its end.
    private static readonly string[] LibraryC = ["libc.so", "libm.so", "libdl.so", "librt.so", "libpthread.so", "libutil.so", "libresolv.so", "ld-linux", "ld-musl", "linux-vdso"];

    private readonly RuleContext owners = new() { Environment = environment, Target = target };

    /// <summary>Takes it.</summary>
    /// <param name="wheel">The wheel, when that is the subject.</param>
    public BlasSurvey Take(WheelSubject? wheel = null)
    {
        using BinaryStore store = new(environment.Machine);
        ImmutableArray<ExtensionFile> callers = new ExtensionFiles(environment, target, store).Where(file => IsCaller(file) || UsesOpenMp(file) || Lender(file) is not null);
        Dictionary<string, string> refusals = new(StringComparer.Ordinal);
        ExtensionFile[] direct = [.. callers.Where(IsCaller).OrderBy(Rank).ThenBy(file => file.Module, StringComparer.Ordinal)];
        IExtensionLoader? loader = wheel is null ? Load(direct, [.. callers.Select(file => file.Package), .. Engines.Select(engine => engine.Package).Where(IsInstalled)], store, refusals) : null;
        IProcessView view = wheel is not null ? new WheelInspection(wheel, environment, target, store).View()
            : loader is IViewedLoader viewed ? viewed.View()
            : new StaticView(target.Architecture, store, direct.Select(file => file.Path), new LibraryFolders(environment).Find).Load();
        BlasSurveyor surveyor = new(view, environment.Machine, !environment.CondaPackages.IsEmpty);
        ConfigReport[] reports = [.. direct.Select(file => file.Package).Distinct().Select(Report).OfType<ConfigReport>()];
        Dictionary<string, LoadedImage> images = new(StringComparer.Ordinal);
        foreach (LoadedImage image in view.Images) images.TryAdd(Real(image.Path), image);
        HashSet<string> listed = [.. direct.Select(file => Real(file.Path))];
        IEnumerable<BlasConsumer> consumers = direct
            .Select(file => Described(images.GetValueOrDefault(Real(file.Path)) is { } image ? surveyor.Of(image) : new BlasConsumer(file.Path) { NotLoaded = refusals.GetValueOrDefault(file.Path) ?? "nothing in the process opens it" }, file))
            .Concat(surveyor.Consumers().Where(consumer => !listed.Contains(Real(consumer.Path))).Select(consumer => Described(consumer, null)))
            .Concat(view.Images.Where(IsEngine).Select(Embedding).OfType<BlasConsumer>());
        ImmutableArray<BlasConsumer> known = [.. consumers.Select(consumer => Versioned(consumer, reports))];
        ThreadRuntimes threads = new ThreadSurveyor(view, environment.Machine).Survey(known);
        return new BlasSurvey
        {
            Target = target,
            CoreType = environment.Machine.EnvironmentVariable("OPENBLAS_CORETYPE"),
            Consumers = known,
            Borrowers = [.. callers.Where(file => !IsCaller(file) && Lender(file) is not null).Select(Borrower)],
            Reports = [.. reports],
            Threadpools = ThreadpoolView.Of(view.Images, environment.Machine),
            Threads = threads,
            Images = view.Images,
            Below = Below(view, known),
            Findings = wheel is null ? Judged(loader!, new ProcessFacts("", view.Images, known) { Threads = threads }, store) : [],
            Choices = new Lazy<ImmutableArray<BlasChoice>>(() => wheel is null ? Choices(known) : []),
            IsByNames = loader is not IViewedLoader,
        };
    }

    private ImmutableDictionary<string, ImmutableArray<string>> Below(IProcessView view, IEnumerable<BlasConsumer> consumers)
    {
        Dictionary<string, ImmutableArray<string>> below = new(StringComparer.Ordinal);
        ILookup<string, LoadedImage> images = view.Images.ToLookup(image => Real(image.Path), StringComparer.Ordinal);
        foreach (string library in consumers.SelectMany(consumer => consumer.Answers).Select(answer => answer.Library?.Path).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            List<string> order = [];
            HashSet<string> seen = new(StringComparer.Ordinal);
            if (images[library].FirstOrDefault() is { Image: not null } image) Visit(image);
            order.Remove(library);
            below[library] = [.. order];

            void Visit(LoadedImage at)
            {
                string path = Real(at.Path);
                if (!seen.Add(path)) return;
                foreach (LoadedImage? need in view.NeedsOf(at.Path))
                    if (need is { Image: not null } && !LibraryC.Any(name => PosixPath.Name(need.Soname ?? need.Path).StartsWith(name, StringComparison.Ordinal))) Visit(need);
                order.Add(path);
            }
        }

        return below.ToImmutableDictionary(StringComparer.Ordinal);
    }

    private static bool IsCaller(ExtensionFile file) => BlasSymbols.Of(file.Image).Length > 0 || NumpyParts.Contains(file.Module);

    private static bool UsesOpenMp(ExtensionFile file) => file.Image.Needs.Any(need => OpenMpFingerprint.FamilyOfName(need.Name) is not null);

    // Cython code takes the functions of another module by its name, which stays among the constants.
    private static string? Lender(ExtensionFile file) =>
        file.Package == "scipy" ? null : Lenders.FirstOrDefault(lender => new FileText(file.Image).Has(System.Text.Encoding.ASCII.GetBytes(lender)));

    private static int Rank(ExtensionFile file) => file.Package switch { "numpy" => 0, "scipy" => 1, _ => 2 };

    // The packages run their own code first, which may load libraries for them; what they leave is opened as a direct import would.
    private IExtensionLoader Load(ExtensionFile[] direct, string[] packages, BinaryStore store, Dictionary<string, string> refusals)
    {
        IExtensionLoader loader = new ExtensionLoaders(environment, target, store, request.WorkingDirectory).Start();
        if (loader is not IViewedLoader viewed) return loader;
        ImportWalker walker = new(environment, target, request.WorkingDirectory);
        foreach (string package in direct.Select(file => file.Package).Concat(packages).Distinct()) walker.Walk(package, loader);
        HashSet<string> open = [.. viewed.View().Images.Select(image => Real(image.Path))];
        foreach (ExtensionFile file in direct)
            if (!open.Contains(Real(file.Path)) && Reason(loader.LoadExtension(file.Module, file.Path)) is { } reason) refusals[file.Path] = reason;
        return loader;
    }

    // What the rules about linear algebra say of this process; everything else is for `check`.
    private ImmutableArray<Finding> Judged(IExtensionLoader loader, ProcessFacts process, BinaryStore store)
    {
        const string everything = "";
        ImportRun run = new(new ImportWalkResult { Outcome = VerdictKind.Imports }, MacProcessFile.Of(loader), process);
        RuleContext context = new FactGatherer(environment, target, store).Gather(request with { Imports = [everything] }, [everything], [run], isForAll: true);
        FixSituation situation = new(environment, target, SystemFamilies.Read(environment.Machine.ReadText("/etc/os-release")));

        // Where the loader is not modelled, what a library is can still be told, and not how it came to answer.
        IEnumerable<Rule> rules = RuleCatalog.All.Where(rule => rule.Info.Area == RuleArea.Blas && (loader is IViewedLoader || rule is KnownBlasFault or ReferenceBlas or KernelForOlderProcessor));
        return [.. Judge.Consider(context, [.. rules]).Findings.Select(finding => FixPlanner.Plan(finding, situation))];
    }

    // What another choice would do is found by taking the census again on a machine where the links lead there.
    private ImmutableArray<BlasChoice> Choices(ImmutableArray<BlasConsumer> callers) => BlasSwitch.Of(
        new FixSituation(environment, target, SystemFamilies.Read(environment.Machine.ReadText("/etc/os-release"))),
        callers,
        links => new BlasCensus(environment with { Machine = new RelinkedMachine(environment.Machine, links) }, target, request).Take().Consumers);

    private static string? Reason(ExtensionOutcome outcome) => outcome switch
    {
        ExtensionOutcome.Raises raises => raises.Exception.Message,
        ExtensionOutcome.Crashes crashes => crashes.Reason,
        ExtensionOutcome.Undecided undecided => undecided.Reason,
        _ => null,
    };

    private bool IsInstalled(string package) => environment.SiteDirectories.Any(site => environment.Machine.IsDirectory($"{site}/{package}"));

    private static bool IsEngine(LoadedImage image) => Engines.Any(engine => PosixPath.Name(image.Path) is var name && (name.StartsWith(engine.Library + ".", StringComparison.Ordinal) || name.StartsWith($"lib{engine.Library}.", StringComparison.Ordinal))) && image.Image is { } file && BlasSymbols.Of(file).Length == 0;

    private BlasConsumer? Embedding(LoadedImage image) => BlasFingerprint.Embedded(image.Path, image.Image!) is { } library ? Described(new BlasConsumer(image.Path) { Embedded = library }, null) : null;

    private BlasConsumer Described(BlasConsumer consumer, ExtensionFile? file)
    {
        InstalledDistribution? owner = owners.OwnerOf(file?.Path ?? consumer.Path);
        CondaPackage? conda = owner is null ? owners.CondaOwnerOf(consumer.Path) : null;
        return consumer with
        {
            Module = file?.Module,
            Distribution = owner?.Name ?? conda?.Name,
            DistributionVersion = owner?.Version ?? conda?.Version,
            BringsOwnLoops = file is not null && NumpyParts.Contains(file.Module) && BlasSymbols.Of(file.Image).Length == 0,
        };
    }

    private BlasBorrower Borrower(ExtensionFile file)
    {
        InstalledDistribution? owner = owners.OwnerOf(file.Path);
        return new BlasBorrower(file.Module, owner?.Name, owner?.Version, Lender(file)!);
    }

    private ConfigReport? Report(string package) => environment.SiteDirectories
        .Select(site => environment.Machine.ReadText($"{site}/{package}/__config__.py"))
        .FirstOrDefault(text => text is not null) is { } text ? ConfigReport.Read(package, text) : null;

    // A library that came with a package and does not say its version in its file: the package noted what it was built with. A conda package has the version of what is in it.
    private BlasConsumer Versioned(BlasConsumer consumer, ConfigReport[] reports) => consumer with
    {
        Answers = [.. consumer.Answers.Select(answer => answer.Library is { Version: null } library ? answer with { Library = Versioned(library, answer, consumer, reports) } : answer)],
    };

    private BlasLibrary Versioned(BlasLibrary library, BlasAnswer answer, BlasConsumer consumer, ConfigReport[] reports)
    {
        if (answer.Route?.Kind == BlasRouteKind.Bundled && reports.FirstOrDefault(report => report.Package == consumer.Module?.Split('.')[0]) is { Version: { } version } && library.Implementation == BlasImplementation.OpenBlas)
            return library with { Version = version, Marks = [.. library.Marks, "version from __config__.py"] };
        return owners.CondaOwnerOf(library.Behind ?? library.Path) is { } package ? library with { Version = package.Version, Marks = [.. library.Marks, $"version of the conda package {package.Name}"] } : library;
    }

    private string Real(string path) => environment.Machine.RealPath(path) ?? path;
}
