using System.Collections.Immutable;
using Assay.Binaries.Elf;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Blas;

/// <summary>Tells which libraries of a process make threads, who uses them and who brings them.</summary>
/// <param name="view">The process.</param>
/// <param name="machine">The machine its files are on.</param>
public sealed class ThreadSurveyor(IProcessView view, IMachine machine)
{
    private readonly ImmutableArray<LoadedImage> images = view.Images;

    /// <summary>Looks at the whole process.</summary>
    /// <param name="consumers">What calls BLAS or LAPACK in it.</param>
    public ThreadRuntimes Survey(IEnumerable<BlasConsumer> consumers)
    {
        ArgumentNullException.ThrowIfNull(consumers);
        BlasConsumer[] callers = [.. consumers];
        ImmutableArray<OpenMpRuntime> runtimes = [.. Runtimes()];
        return new ThreadRuntimes
        {
            OpenMp = runtimes,
            Pools = [.. Pools(runtimes, callers)],
            Clashes = [.. Clashes(runtimes)],
            AllowsDuplicates = IsTrue(machine.EnvironmentVariable("KMP_DUPLICATE_LIB_OK")),
            ForkHazards = [.. ForkHazards(runtimes, callers)],
            StaticTls = [.. StaticTls()],
        };
    }

    private IEnumerable<OpenMpRuntime> Runtimes()
    {
        List<(LoadedImage Image, OpenMpFamily Family)> found = [];
        foreach (LoadedImage image in images)
            if (OpenMpFingerprint.FamilyOf(image.Path, image.Image) is { } family) found.Add((image, family));
        if (found.Count == 0) return [];

        // Whom the loader binds the calls to decides, not whom a file asks for: a library that was there before answers for all that come later.
        ILookup<string, string> users = images
            .Select(image => (image.Path, Runtime: Called(image)))
            .Where(call => call.Runtime is not null && call.Runtime != call.Path)
            .ToLookup(call => call.Runtime!, call => Real(call.Path));
        return found.Select(runtime => new OpenMpRuntime(Real(runtime.Image.Path), runtime.Family)
        {
            AskedForAs = [.. AskedForAs(runtime.Image.Path).Distinct(StringComparer.Ordinal)],
            Users = [.. users[runtime.Image.Path].Distinct(StringComparer.Ordinal)],
            Chain = Chain(runtime.Image),
        });
    }

    private string? Called(LoadedImage image)
    {
        if (image.Image is not { } file || OpenMpFingerprint.CallOf(image.Path, file) is not { } call) return null;
        return view.WhoAnswers(image.Path, call).Image?.Path;
    }

    private IEnumerable<string> AskedForAs(string path)
    {
        foreach (LoadedImage image in images)
        {
            ImmutableArray<LoadedImage?> leads = view.NeedsOf(image.Path);
            for (int i = 0; i < leads.Length; i++)
                if (leads[i]?.Path == path) yield return image.Image is { } file && file.Needs.Length == leads.Length ? file.Needs[i].Name : path;
        }
    }

    private ImmutableArray<string> Chain(LoadedImage image)
    {
        Stack<string> chain = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (LoadedImage? at = image; at is not null && seen.Add(at.Path); at = at.RequestedBy is { } by ? images.FirstOrDefault(other => other.Path == by) : null) chain.Push(Real(at.Path));
        return [.. chain];
    }

    private static IEnumerable<ThreadPool> Pools(ImmutableArray<OpenMpRuntime> runtimes, BlasConsumer[] consumers)
    {
        foreach (OpenMpRuntime runtime in runtimes.Where(runtime => runtime.Users.Length > 0)) yield return new ThreadPool(runtime.Path, NameOf(runtime.Family), ThreadingLayer.OpenMp, "OMP_NUM_THREADS");

        // A stub and the library behind it are one; a BLAS that is built with OpenMP has no threads but its runtime's.
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (BlasLibrary library in consumers.SelectMany(consumer => consumer.Answers).SelectMany(answer => (BlasLibrary?[])[answer.Library, answer.ProductsBy]).OfType<BlasLibrary>())
            if (library.Threading is not (ThreadingLayer.Unknown or ThreadingLayer.Sequential or ThreadingLayer.OpenMp) && seen.Add(library.Behind ?? library.Path))
                yield return new ThreadPool(library.Behind ?? library.Path, library.Title, library.Threading, VariableOf(library.Implementation));
    }

    private static IEnumerable<OpenMpClash> Clashes(ImmutableArray<OpenMpRuntime> runtimes)
    {
        ImmutableArray<OpenMpRuntime> registered = [.. runtimes.Where(runtime => OpenMpFingerprint.SharesRegistration(runtime.Family))];
        if (registered.Length > 1)
            yield return new OpenMpClash(registered.Select(runtime => runtime.Family).Distinct().Count() > 1 ? OpenMpClashKind.IntelBesideLlvm : OpenMpClashKind.SameTwice, registered);
        ImmutableArray<OpenMpRuntime> used = [.. runtimes.Where(runtime => runtime.Users.Length > 0)];
        if (used.Length > 1) yield return new OpenMpClash(OpenMpClashKind.SeveralPools, used);
    }

    private IEnumerable<ForkHazard> ForkHazards(ImmutableArray<OpenMpRuntime> runtimes, BlasConsumer[] consumers)
    {
        foreach (OpenMpRuntime runtime in runtimes.Where(runtime => runtime is { Family: OpenMpFamily.Gnu, Users.IsEmpty: false })) yield return new ForkHazard(ForkHazardKind.GnuOpenMpHangs, runtime.Path, runtime.Users);
        foreach (IGrouping<string, BlasConsumer> accelerate in consumers
            .SelectMany(consumer => consumer.Answers.Where(answer => answer.Library?.Implementation == BlasImplementation.Accelerate).Select(answer => (answer.Library!.Path, Consumer: consumer)))
            .GroupBy(use => use.Path, use => use.Consumer))
            yield return new ForkHazard(ForkHazardKind.AccelerateCrashes, accelerate.Key, [.. accelerate.Select(consumer => Real(consumer.Path)).Distinct(StringComparer.Ordinal)]);
    }

    // What is there when the program starts gets its place before the rest is dealt out.
    private IEnumerable<StaticTlsDemand> StaticTls()
    {
        foreach (LoadedImage image in images.SkipWhile(image => image.Origin != LoadedImageOrigin.Opened))
            if (image.Image is ElfImage { ThreadLocal: { MemorySize: > 0 } block, InitialExecRelocations: > 0 and var relocations })
                yield return new StaticTlsDemand(Real(image.Path), block.MemorySize, block.Alignment, relocations);
    }

    // As the runtime reads it (openmp/runtime/src/kmp_str.cpp, __kmp_str_match_true): whether it goes on after the word, or stops in it after so many letters, is not looked at.
    private static bool IsTrue(string? value) => value is not null && ((string Word, int Least)[])[("true", 1), ("on", 2), ("1", 1), (".true.", 2), (".t.", 2), ("yes", 1)] is var words
        && words.Any(word => Math.Min(word.Word.Length, value.Length) is var shared && shared >= word.Least && word.Word.AsSpan(0, shared).Equals(value.AsSpan(0, shared), StringComparison.OrdinalIgnoreCase));

    private static string NameOf(OpenMpFamily family) => family switch
    {
        OpenMpFamily.Gnu => "libgomp",
        OpenMpFamily.Llvm => "LLVM OpenMP",
        OpenMpFamily.Intel => "Intel OpenMP",
        OpenMpFamily.Microsoft => "vcomp",
        _ => "OpenMP",
    };

    private static string VariableOf(BlasImplementation implementation) => implementation switch
    {
        BlasImplementation.OpenBlas => "OPENBLAS_NUM_THREADS",
        BlasImplementation.Mkl => "MKL_NUM_THREADS",
        BlasImplementation.Blis or BlasImplementation.AoclBlis => "BLIS_NUM_THREADS",
        BlasImplementation.Accelerate => "VECLIB_MAXIMUM_THREADS",
        _ => "OMP_NUM_THREADS",
    };

    private string Real(string path) => machine.RealPath(path) ?? path;
}
