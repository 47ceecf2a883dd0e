using System.Collections.Immutable;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Blas;

/// <summary>Tells for the images of a process which library answers each routine that they call, from what the loader binds.</summary>
public sealed class BlasSurveyor
{
    private readonly IProcessView view;
    private readonly IMachine machine;
    private readonly RouteFinder routes;
    private readonly ImmutableArray<LoadedImage> images;
    private readonly Dictionary<string, BlasLibrary> libraries = new(StringComparer.Ordinal);

    /// <summary>Looks at a process.</summary>
    /// <param name="view">The process.</param>
    /// <param name="machine">The machine its files are on.</param>
    /// <param name="isConda">True in a conda prefix, where the names of BLAS are links to what was chosen.</param>
    public BlasSurveyor(IProcessView view, IMachine machine, bool isConda)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(machine);
        this.view = view;
        this.machine = machine;
        routes = new RouteFinder(view, machine, isConda);
        images = view.Images;
    }

    /// <summary>Every image that calls routines and is no BLAS or LAPACK itself, in the order of loading.</summary>
    public IEnumerable<BlasConsumer> Consumers()
    {
        BlasConsumer[] all = [.. images.Where(image => image.Image is not null && BlasSymbols.Of(image.Image).Length > 0).Select(Of)];
        HashSet<string> providers = [.. all.SelectMany(consumer => consumer.Answers).Select(answer => answer.Library).OfType<BlasLibrary>().SelectMany(library => (string?[])[library.Path, library.Behind]).OfType<string>()];
        return all.Where(consumer => !providers.Contains(Real(consumer.Path)));
    }

    /// <summary>One image of the process.</summary>
    /// <param name="image">The image.</param>
    public BlasConsumer Of(LoadedImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Image is not { } file) return new BlasConsumer(image.Path);
        Dictionary<(string?, SymbolConvention, SymbolProviderState), List<BlasSymbol>> groups = [];
        Dictionary<(string?, SymbolConvention, SymbolProviderState), SymbolProvider> providers = [];
        foreach (BlasSymbols.Wanted wanted in BlasSymbols.Of(file))
        {
            SymbolProvider provider = view.WhoAnswers(image.Path, wanted.Symbol);
            (string?, SymbolConvention, SymbolProviderState) key = (provider.Image?.Path, wanted.Parsed.Convention with { Suffix = Family(wanted.Parsed) }, provider.State);
            if (!groups.TryGetValue(key, out List<BlasSymbol>? group))
            {
                groups[key] = group = [];
                providers[key] = provider;
            }

            group.Add(wanted.Parsed);
        }

        return new BlasConsumer(image.Path) { Answers = [.. groups.Select(group => Answer(image, group.Value, providers[group.Key])).OrderByDescending(answer => answer.Symbols.Length)] };
    }

    // dgemm_64_ and cblas_dgemm64_ are one convention seen from two languages.
    private static string Family(BlasSymbol symbol) => symbol.Convention.IsNewAccelerate ? symbol.Convention.Suffix : symbol.Convention.Suffix.Contains("64", StringComparison.Ordinal) ? "64" : "";

    private BlasAnswer Answer(LoadedImage consumer, List<BlasSymbol> symbols, SymbolProvider provider)
    {
        BlasAnswer answer = new() { Symbols = [.. symbols] };
        if (provider.Image is not { } found)
            return answer with { Open = provider.State == SymbolProviderState.Missing ? "nothing in the process answers" : "what could answer is not at hand" };
        if (found.Image is null && !BlasFingerprint.IsAccelerate(found.Path))
            return answer with { Open = $"`{PosixPath.Name(found.Path)}` answers, which is not at hand", Route = new BlasRoute(BlasRouteKind.Link, [found.Path]) };
        BlasLibrary library = Library(found);
        return answer with { Library = library, Route = routes.Find(consumer, provider), ProductsBy = ProductsOf(found, library) };
    }

    private BlasLibrary Library(LoadedImage image)
    {
        string path = image.Image is null ? image.Path : Real(image.Path);
        if (libraries.TryGetValue(path, out BlasLibrary? known)) return known;
        BlasLibrary library = image.Image is null ? BlasFingerprint.Accelerate(path) : BlasFingerprint.Read(path, image.Image);
        if (library.Implementation is BlasImplementation.Unknown or BlasImplementation.Netlib && Behind(image) is { } behind)
            library = behind with { Path = path, Behind = behind.Behind ?? behind.Path };
        return libraries[path] = library with { Backend = WrapperBackend.Of(library.Implementation, machine) };
    }

    // A stub asks for its implementation by that one's own name: Debian's libblas.so.3 needs libopenblas.so.0. A LAPACK above any BLAS needs libblas.so.3.
    private BlasLibrary? Behind(LoadedImage image)
    {
        ImmutableArray<LoadedImage?> leads = view.NeedsOf(image.Path);
        for (int i = 0; i < leads.Length; i++)
        {
            if (leads[i] is not { } next || image.Image!.Needs.Length != leads.Length || !BlasFingerprint.IsImplementationName(image.Image.Needs[i].Name)) continue;
            BlasLibrary library = Library(next);
            if (library.Implementation is not (BlasImplementation.Unknown or BlasImplementation.Netlib)) return library;
        }

        return null;
    }

    private BlasLibrary? ProductsOf(LoadedImage image, BlasLibrary library)
    {
        if (image.Image is null || library.Implementation is not (BlasImplementation.Netlib or BlasImplementation.Unknown or BlasImplementation.Atlas)) return null;
        BlasSymbols.Wanted? product = BlasSymbols.Of(image.Image).FirstOrDefault(wanted => wanted.Parsed is { Routine: "dgemm" or "sgemm", Interface: BlasInterface.Fortran });
        return product is not null && view.WhoAnswers(image.Path, product.Symbol) is { Image: { } answering } && answering.Path != image.Path && (answering.Image is not null || BlasFingerprint.IsAccelerate(answering.Path))
            ? Library(answering)
            : null;
    }

    private string Real(string path) => machine.RealPath(path) ?? path;
}
