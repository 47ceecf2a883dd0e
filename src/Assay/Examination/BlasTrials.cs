using System.Collections.Immutable;
using Assay.Blas;
using Assay.Targets;
using Assay.Verification;

namespace Assay.Examination;

/// <summary>From an answer to what is to be run: for each pair of libraries that some package multiplies and solves with, one trial.</summary>
public static class BlasTrials
{
    /// <summary>Why libraries for a target cannot be run here, lower case, no full stop; null when they can.</summary>
    /// <param name="survey">The answer.</param>
    /// <param name="host">The machine that would run them.</param>
    public static string? Hindrance(BlasSurvey survey, Target host)
    {
        ArgumentNullException.ThrowIfNull(survey);
        ArgumentNullException.ThrowIfNull(host);
        Target target = survey.Target;
        if (target.Os != host.Os || target.Architecture != host.Architecture || (target.Os == OperatingSystemKind.Linux && target.Libc != host.Libc && target.Libc != LibcKind.None))
            return $"what runs on {target.Name} cannot be run on {host.Name}";
        return survey.IsByNames ? "only files that are installed can be run, and only by a loader that is modelled" : null;
    }

    /// <summary>The trials; empty when no library answers.</summary>
    /// <param name="survey">The answer.</param>
    /// <param name="root">The directory that plays "/" for the survey's paths, or null.</param>
    public static ImmutableArray<BlasTrialRequest> Of(BlasSurvey survey, string? root)
    {
        ArgumentNullException.ThrowIfNull(survey);
        List<BlasTrialRequest> trials = [];
        foreach (IGrouping<string, BlasConsumer> package in survey.Consumers.GroupBy(consumer => consumer.Distribution ?? consumer.Path))
        {
            // The modules that stand for a package: NumPy multiplies in one and solves in another.
            (BlasAnswer Answer, BlasLibrary Library)? product = First(package, consumer => consumer.Product?.Answer), solver = First(package, consumer => consumer.Solver?.Answer);
            if (product is null && solver is null) continue;
            trials.Add(new BlasTrialRequest
            {
                Preload = [.. new[] { product, solver }.Where(pick => pick is not null).SelectMany(pick => survey.Below.GetValueOrDefault(pick!.Value.Library.Path, [])).Distinct(StringComparer.Ordinal).Select(path => Outside(path, root))],
                Blas = product is { } multiplies ? Library(multiplies.Answer, multiplies.Library, root) : null,
                Lapack = solver is { } solves ? Library(solves.Answer, solves.Library, root) : null,
            });
        }

        return [.. trials.DistinctBy(trial => (trial.Blas?.Path, trial.Lapack?.Path, trial.Blas?.FortranSuffix, trial.Lapack?.FortranSuffix))];
    }

    private static (BlasAnswer, BlasLibrary)? First(IEnumerable<BlasConsumer> package, Func<BlasConsumer, BlasAnswer?> pick) =>
        package.Select(pick).OfType<BlasAnswer>().FirstOrDefault(answer => answer.Library is not null) is { Library: { } library } answer ? (answer, library) : null;

    private static TrialLibrary Library(BlasAnswer answer, BlasLibrary library, string? root)
    {
        BlasSymbol? fortran = answer.Symbols.FirstOrDefault(symbol => symbol.Interface == BlasInterface.Fortran), c = answer.Symbols.FirstOrDefault(symbol => symbol.Interface == BlasInterface.Cblas);
        return new TrialLibrary(Outside(library.Path, root))
        {
            Name = library.Title,
            Prefix = answer.Convention.Prefix,
            FortranSuffix = fortran?.Convention.Suffix ?? FortranOf(c!.Convention.Suffix),
            CblasSuffix = c?.Convention.Suffix ?? CblasOf(fortran!.Convention.Suffix),
            // What is chosen as the process starts is no claim.
            ClaimedWidth = answer.Width == IntegerWidth.Chosen ? IntegerWidth.Unknown : answer.Width,
        };
    }

    // One convention, seen from two languages: dgemm_64_ and cblas_dgemm64_, dgemm_ and cblas_dgemm; Accelerate and MKL add the same to both.
    private static string FortranOf(string suffix) => suffix switch { "" => "_", "64_" => "_64_", _ => suffix };

    private static string CblasOf(string suffix) => suffix switch { "_" or "__" => "", "_64_" or "_64__" => "64_", _ => suffix };

    private static string Outside(string path, string? root) => root is null or "/" ? path : root.TrimEnd('/') + path;
}
