using System.Collections.Immutable;
using Assay.Blas;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Fixes;

/// <summary>
/// How Debian chooses: <c>libblas.so.3</c> and <c>liblapack.so.3</c> are two alternatives, links in <c>/etc/alternatives</c> that lead into a directory of one
/// implementation (https://wiki.debian.org/DebianScience/LinearAlgebraLibraries). The two are chosen each by itself.
/// </summary>
internal sealed class DebianBlas
{
    private const string Blas = "libblas.so.3", Lapack = "liblapack.so.3", OpenBlas = "libopenblas.so.0";

    // The directories of the packages of Debian 11 to 13 and what they hold. netlib has one for each of the two names.
    private static readonly (string Folder, string Name, BlasImplementation Implementation, string? Package)[] Known =
    [
        ("openblas-pthread", "openblas", BlasImplementation.OpenBlas, "libopenblas0-pthread"),
        ("openblas-openmp", "openblas", BlasImplementation.OpenBlas, "libopenblas0-openmp"),
        ("openblas-serial", "openblas", BlasImplementation.OpenBlas, "libopenblas0-serial"),
        ("blis-pthread", "blis", BlasImplementation.Blis, null),
        ("blis-openmp", "blis", BlasImplementation.Blis, null),
        ("blis-serial", "blis", BlasImplementation.Blis, null),
        ("mkl", "mkl", BlasImplementation.Mkl, null),
        ("atlas", "atlas", BlasImplementation.Atlas, null),
        ("blas", "netlib", BlasImplementation.Netlib, "libblas3"),
    ];

    private readonly IMachine machine;
    private readonly string directory;
    private readonly string triplet;

    private DebianBlas(IMachine machine, string triplet) => (this.machine, this.triplet, directory) = (machine, triplet, "/usr/lib/" + triplet);

    /// <summary>The alternatives of a machine; null when it has none for linear algebra.</summary>
    public static DebianBlas? Find(FixSituation situation)
    {
        // An image without its os-release is told by the directories alone.
        if (situation.System is not (SystemFamily.Debian or SystemFamily.Unknown) || situation.Target.Os != OperatingSystemKind.Linux || Triplet(situation.Target.Architecture) is not { } triplet) return null;
        DebianBlas found = new(situation.Environment.Machine, triplet);
        return found.machine.LookAtLink($"{found.directory}/{Blas}") is null && !found.Installed(Blas).Any() ? null : found;
    }

    /// <summary>True when something that a caller asks for goes through the alternatives.</summary>
    public static bool IsServed(BlasConsumer caller) => caller.Answers.Any(answer => answer.Route is { } route && route.Steps.Any(step => step.Contains("/etc/alternatives/", StringComparison.Ordinal)));

    /// <summary>The commands that choose an implementation; null when it is not among Debian's.</summary>
    /// <param name="name">Its name as conda-forge has it.</param>
    public ImmutableArray<string>? To(string name)
    {
        if (Known.FirstOrDefault(each => each.Name == name && Installed(Blas).Contains(each.Folder)) is { Folder: not null } there) return Select(there.Folder);
        return Known.FirstOrDefault(each => each.Name == name && each.Package is not null) is { Folder: not null } known ? Install(known.Folder, known.Package!) : null;
    }

    /// <summary>Every implementation that is installed, and OpenBLAS when it is not.</summary>
    public IEnumerable<BlasChoice> Choices(ImmutableArray<BlasConsumer> callers, Func<ImmutableSortedDictionary<string, string>, ImmutableArray<BlasConsumer>>? judge)
    {
        string[] installed = [.. Installed(Blas)];
        foreach (string folder in installed)
        {
            bool isCurrent = Links(folder).All(link => Leads(link.Key, link.Value));
            yield return new BlasChoice(Known.FirstOrDefault(each => each.Folder == folder).Implementation, folder)
            {
                Commands = isCurrent ? [] : Select(folder),
                IsCurrent = isCurrent,
                IsInstalled = true,
                Remark = folder == "blas" ? "slow: for tests" : Links(folder).Values.Any(path => path.EndsWith("/" + Folder(Lapack, folder) + "/" + Lapack, StringComparison.Ordinal) && Folder(Lapack, folder) != folder) ? "solvers come from netlib's LAPACK" : null,
                Effects = isCurrent || judge is null ? [] : Compared(callers, judge(Links(folder))),
            };
        }

        if (!installed.Any(folder => folder.StartsWith("openblas-", StringComparison.Ordinal)))
            yield return new BlasChoice(BlasImplementation.OpenBlas, "openblas-pthread") { Commands = Install("openblas-pthread", "libopenblas0-pthread") };
    }

    private static ImmutableArray<BlasEffect> Compared(ImmutableArray<BlasConsumer> before, ImmutableArray<BlasConsumer> after) =>
        BlasEffects.Between(before, (caller, routine) => BlasEffects.Title(after.FirstOrDefault(each => each.Path == caller.Path)?.AnswerTo(routine)));

    private IEnumerable<string> Installed(string library) => (machine.List(directory) ?? [])
        .Select(entry => entry.Name)
        .Where(name => machine.IsFile($"{directory}/{name}/{library}"))
        .OrderBy(name => Array.FindIndex(Known, each => each.Folder == name) is var index && index < 0 ? int.MaxValue : index)
        .ThenBy(name => name, StringComparer.Ordinal);

    // All names together; BLIS and the reference have no LAPACK of their own, so that one comes from netlib's directory.
    private ImmutableSortedDictionary<string, string> Links(string folder)
    {
        ImmutableSortedDictionary<string, string> links = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal).Add(Link(Blas), $"{directory}/{folder}/{Blas}");
        if (Folder(Lapack, folder) is { } lapack) links = links.Add(Link(Lapack), $"{directory}/{lapack}/{Lapack}");

        // The libblas.so.3 of OpenBLAS hands most of its work to libopenblas.so.0, which is an alternative by itself.
        return machine.IsFile($"{directory}/{folder}/{OpenBlas}") && machine.LookAtLink(Link(OpenBlas)) is not null ? links.Add(Link(OpenBlas), $"{directory}/{folder}/{OpenBlas}") : links;
    }

    private string? Folder(string library, string folder) =>
        machine.IsFile($"{directory}/{folder}/{library}") ? folder : machine.IsFile($"{directory}/lapack/{library}") ? "lapack" : null;

    private string Link(string library) => $"/etc/alternatives/{library}-{triplet}";

    private bool Leads(string link, string path) => machine.RealPath(link) is { } real && real == machine.RealPath(path);

    private ImmutableArray<string> Select(string folder) =>
        [.. Links(folder).Where(link => !Leads(link.Key, link.Value)).Select(link => $"update-alternatives --set {PosixPath.Name(link.Key)} {link.Value}")];

    // OpenBLAS has the highest priority, so installing it is choosing it, unless somebody has chosen by hand.
    private ImmutableArray<string> Install(string folder, string package) =>
    [
        $"apt-get install {package}",
        .. ((string[])[Blas, Lapack]).Where(IsByHand).Select(library => $"update-alternatives --set {library}-{triplet} {directory}/{folder}/{library}"),
    ];

    // The first line of the administrative file: update-alternatives(1), "status".
    private bool IsByHand(string library) => machine.ReadText($"/var/lib/dpkg/alternatives/{library}-{triplet}", 1 << 16)?.StartsWith("manual", StringComparison.Ordinal) == true;

    private static string? Triplet(Architecture architecture) => architecture switch
    {
        Architecture.X86_64 => "x86_64-linux-gnu",
        Architecture.Arm64 => "aarch64-linux-gnu",
        Architecture.X86 => "i386-linux-gnu",
        Architecture.Arm => "arm-linux-gnueabihf",
        Architecture.RiscV64 => "riscv64-linux-gnu",
        Architecture.Ppc64Le => "powerpc64le-linux-gnu",
        Architecture.S390X => "s390x-linux-gnu",
        _ => null,
    };
}
