using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Targets;

namespace Assay.Reporting;

/// <summary>Who does the linear algebra, for people: one row for each package, then each library with whom it serves and how they come to it, then who says otherwise.</summary>
public static class BlasText
{
    /// <summary>Writes a result. A subject that could not be examined has no text here.</summary>
    /// <param name="result">The result.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="style">Width and colour.</param>
    /// <param name="withChoices">True to add what could do the work instead.</param>
    public static void Write(BlasResult result, TextWriter output, TextStyle style, bool withChoices = false)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(style);
        if (result.Subject is null) return;
        output.WriteLine(style.Strong(TextReport.Headline(result.Subject)));
        foreach (BlasSurvey survey in result.Targets)
        {
            if (survey != result.Targets[0]) output.WriteLine();
            output.WriteLine($"on {PrintableText.OneLine(TargetName.Format(survey.Target))}");
            output.WriteLine();
            new Page(survey, result.Subject.SiteDirectories, output, style).Write();
            if (withChoices) BlasChoiceText.Write(survey.Choices.Value, output, style);
        }
    }

    private sealed class Page(BlasSurvey survey, ImmutableArray<string> siteDirectories, TextWriter output, TextStyle style)
    {
        private const int Label = 15;
        private const int MostNames = 4;

        private readonly FindingText paths = new(output, style, siteDirectories);

        public void Write()
        {
            if (survey.Consumers.IsEmpty)
            {
                output.WriteLine("nothing that is installed calls BLAS or LAPACK");
                return;
            }

            WritePackages();
            foreach (IGrouping<(string, string), BlasLibrary> files in survey.Libraries.GroupBy(library => (library.Title, library.Behind ?? library.Path))) WriteLibrary([.. files]);
            WriteOpen();
            WriteThreads();
            WriteOthers();
            foreach (Finding finding in survey.Findings)
            {
                output.WriteLine();
                paths.Write(finding, null);
            }
        }

        private void WritePackages()
        {
            List<(string Name, string Products, string Solvers)> rows = [("", "products of matrices", "solvers")];
            foreach (IGrouping<string, BlasConsumer> package in survey.Consumers.GroupBy(Package))
                rows.Add((package.Key, Cell(package, consumer => consumer.Product), Cell(package, consumer => consumer.Solver)));
            foreach (IGrouping<(string Name, string Through), BlasBorrower> package in survey.Borrowers.GroupBy(borrower => (Title(borrower.Distribution, borrower.DistributionVersion, borrower.Module), Lender(borrower))))
                rows.Add((package.Key.Name, $"through {package.Key.Through} ({Words.Count(package.Count(), "module")})", ""));
            int first = rows.Max(row => row.Name.Length) + 2;
            int second = Math.Min(rows.Where(row => row.Solvers.Length > 0).Max(row => row.Products.Length) + 2, 60);
            foreach ((string name, string products, string solvers) in rows)
            {
                string line = PrintableText.OneLine($"{name.PadRight(first)}{(solvers.Length == 0 ? products : products.PadRight(second) + solvers)}").TrimEnd();
                output.WriteLine(name.Length == 0 ? style.Faint(line) : line);
            }
        }

        // The calls of a package can have different answers; what answers most is named first.
        private string Cell(IEnumerable<BlasConsumer> package, Func<BlasConsumer, (string Routine, BlasAnswer Answer)?> pick)
        {
            List<string> answers = [];
            foreach (BlasConsumer consumer in package)
            {
                if (consumer.BringsOwnLoops) answers.Add(BlasLibrary.NameOf(BlasImplementation.NumpyLoops));
                else if (consumer.Embedded is { } inside) answers.Add($"{inside.Title} (linked in)");
                else if (pick(consumer) is { } found) answers.Add(found.Answer.Library is { } library ? $"{library.Title}{(found.Answer.IsOldAccelerate ? " (old interface)" : "")}" : found.Answer.Open ?? "not known");
            }

            return answers.Count == 0 ? "-" : string.Join("; ", answers.GroupBy(answer => answer, StringComparer.Ordinal).OrderByDescending(group => group.Count()).Select(group => group.Key));
        }

        // The files of one implementation make one entry: a stub for BLAS, one for LAPACK, and what both lead to.
        private void WriteLibrary(BlasLibrary[] files)
        {
            BlasLibrary library = files[0];
            HashSet<string> own = [.. files.Select(file => file.Path)];
            output.WriteLine();
            output.WriteLine(style.Strong(PrintableText.OneLine(library.Title)));
            foreach (BlasLibrary file in files) Line("file", paths.Shorten(file.Path));
            if (library.Behind is { } behind && !own.Contains(behind)) Line("which uses", paths.Shorten(behind));
            (BlasConsumer Consumer, BlasAnswer Answer)[] served = [.. survey.Consumers.SelectMany(consumer => consumer.Answers.Where(answer => answer.Library is { } serving && own.Contains(serving.Path)).Select(answer => (consumer, answer)))];
            foreach (IGrouping<(string Package, string Names, bool IsOld), (BlasConsumer Consumer, BlasAnswer Answer)> group in served.GroupBy(pair => (Package(pair.Consumer), Names(pair.Answer), pair.Answer.IsOldAccelerate)))
            {
                int routines = group.SelectMany(pair => pair.Answer.Symbols).Select(symbol => symbol.Stored).Distinct().Count();
                string old = group.Key.IsOld ? ", the interface from before macOS 13.3" : "";
                Line("serves", $"{group.Key.Package}: {Modules(group.Select(pair => pair.Consumer))} ({Words.Count(routines, "routine")}, `{group.Key.Names}`{old})");
            }

            foreach (BlasConsumer holder in survey.Consumers.Where(consumer => consumer.Embedded?.Path == library.Path)) Line("serves", $"{Package(holder)}: it is linked into this file");
            foreach (string route in served.Select(pair => pair.Answer.Route).OfType<BlasRoute>().Where(IsTelling).Select(Route).Distinct(StringComparer.Ordinal).Take(MostNames)) Line("reached by", route);
            if (served.Select(pair => pair.Answer.ProductsBy).OfType<BlasLibrary>().FirstOrDefault() is { } below) Line("multiplies by", $"{below.Title} ({paths.Shorten(below.Path)})");
            if (library.Backend is { } backend) Line("passes on to", backend);
            else if (library.Implementation is BlasImplementation.FlexiBlas or BlasImplementation.LibBlasTrampoline) Line("passes on to", "what the program or its settings choose as it starts");
            IntegerWidth width = library.Width != IntegerWidth.Unknown ? library.Width : served.Select(pair => pair.Answer.Width).Distinct().ToArray() is [var only] ? only : IntegerWidth.Unknown;
            Line("integers", library.Implementation == BlasImplementation.Accelerate && width == IntegerWidth.Unknown ? "as each caller's names say" : BlasWords.Phrase(width));
            Line("threads", BlasWords.Phrase(library.Threading));
            Line("kernels", BlasWords.Phrase(library.Kernels, library.Implementation));
            if (BlasWords.Phrase(survey.KernelOf(library)) is { } chosen) Line("chosen here", chosen);
            foreach (KnownFault fault in files.SelectMany(file => survey.FaultsOf(file)).DistinctBy(fault => fault.Id).Where(fault => fault.Level == FaultLevel.Survey))
                Line("known", $"{fault.Effect} ({fault.Id}{(fault.Confidence == FaultConfidence.High ? "" : "; the range is not certain")})");
        }

        // A library that came with the package, or is part of the system, needs no map.
        private static bool IsTelling(BlasRoute route) => route.Kind is not (BlasRouteKind.Bundled or BlasRouteKind.System or BlasRouteKind.Own) && (route.Steps.Length > 1 || route.Kind == BlasRouteKind.Interposed);

        private void WriteOpen()
        {
            foreach (IGrouping<string, (BlasConsumer Consumer, string Why)> open in survey.Consumers
                .SelectMany(consumer => (consumer.NotLoaded is { } refusal ? [$"does not load: {refusal}"] : consumer.Answers.Select(answer => answer.Open).OfType<string>()).Select(why => (Consumer: consumer, Why: why)))
                .GroupBy(pair => pair.Why))
            {
                output.WriteLine();
                Line("open", $"{Modules(open.Select(pair => pair.Consumer))}: {PrintableText.OneLine(open.Key)}");
            }
        }

        private void WriteThreads()
        {
            ThreadRuntimes threads = survey.Threads;
            if (threads.OpenMp.IsEmpty && threads.Pools.IsEmpty) return;
            output.WriteLine();
            output.WriteLine(style.Strong("threads"));
            foreach (Blas.ThreadPool pool in threads.Pools)
            {
                int users = threads.OpenMp.FirstOrDefault(runtime => runtime.Path == pool.Path)?.Users.Length ?? 0;
                Line("pool", $"{pool.Title}: {paths.Shorten(pool.Path)}{(users == 0 ? "" : $", called by {Words.Count(users, "file")}")}; {pool.Variable} limits it");
            }

            foreach (OpenMpRuntime idle in threads.OpenMp.Where(runtime => !threads.Pools.Any(pool => pool.Path == runtime.Path))) Line("idle", $"{paths.Shorten(idle.Path)}, which nothing in the process calls");
            foreach (OpenMpClash clash in threads.Clashes) Line("together", BlasWords.Phrase(clash, threads.AllowsDuplicates));
            foreach (ForkHazard hazard in threads.ForkHazards) Line("after a fork", BlasWords.Phrase(hazard));
            foreach (StaticTlsDemand demand in threads.StaticTls) Line("fixed place", $"{paths.Shorten(demand.Path)} takes {demand.Bytes} bytes of the room for thread-local storage");
        }

        // Only what differs from the answer is worth a line.
        private void WriteOthers()
        {
            BlasLibrary[] products = [.. survey.Consumers.Select(consumer => consumer.Product?.Answer.Library).OfType<BlasLibrary>().DistinctBy(library => library.Path)];
            List<string> lines = [];
            foreach (ConfigReport report in survey.Reports)
            {
                BlasLibrary? own = survey.Consumers.Where(consumer => consumer.Module?.Split('.')[0] == report.Package).Select(consumer => consumer.Product?.Answer.Library).OfType<BlasLibrary>().FirstOrDefault();
                if (own is null || report.Name is not { Length: > 0 } name || Agrees(report, own)) continue;
                lines.Add($"{report.Package}.show_config() says `{name}`{(report.Version is null ? "" : " " + report.Version)}, which is how it was built");
            }

            if (survey.Threadpools.Length > 0 || products.Length > 0)
            {
                string[] listed = [.. survey.Threadpools.Select(entry => entry.Library.Title).Distinct(StringComparer.Ordinal)];
                string[] missed = [.. products.Where(library => !survey.Threadpools.Any(entry => entry.Library.Path == library.Path || entry.Library.Path == library.Behind)).Select(library => library.Title).Distinct(StringComparer.Ordinal)];
                if (missed.Length > 0 && !survey.IsByNames) lines.Add($"threadpoolctl lists {(listed.Length == 0 ? "no BLAS" : string.Join(", ", listed))}, not {string.Join(", ", missed)}");
            }

            if (lines.Count == 0) return;
            output.WriteLine();
            foreach (string line in lines) Line("elsewhere", line);
        }

        private static bool Agrees(ConfigReport report, BlasLibrary library) =>
            (report.Name!.Contains(BlasWords.Of(library.Implementation), StringComparison.OrdinalIgnoreCase) || report.Name.Contains(BlasLibrary.NameOf(library.Implementation), StringComparison.OrdinalIgnoreCase))
            && (report.Version is null || library.Version is null || report.Version.StartsWith(library.Version, StringComparison.Ordinal) || library.Implementation == BlasImplementation.Accelerate);

        private static string Lender(BlasBorrower borrower) => borrower.Through.Split('.')[0];

        private static string Package(BlasConsumer consumer) => Title(consumer.Distribution, consumer.DistributionVersion, consumer.Module ?? consumer.Path);

        private static string Title(string? distribution, string? version, string module) =>
            distribution is not null ? $"{distribution} {version}".TrimEnd() : module.StartsWith('/') ? module[(module.LastIndexOf('/') + 1)..] : module.Split('.')[0];

        private static string Names(BlasAnswer answer) => string.Join("`, `", answer.Symbols.Select(symbol => symbol.Convention.Pattern(symbol.Interface)).Distinct(StringComparer.Ordinal));

        private static string Route(BlasRoute route) => route.Kind == BlasRouteKind.Interposed
            ? $"{string.Join(" -> ", route.Steps)}, which the callers do not ask for: it was loaded before"
            : string.Join(" -> ", route.Steps);

        private static string Modules(IEnumerable<BlasConsumer> consumers)
        {
            string[] names = [.. consumers.Select(consumer => consumer.Module ?? consumer.Path[(consumer.Path.LastIndexOf('/') + 1)..]).Distinct(StringComparer.Ordinal)];
            return PrintableText.OneLine(names.Length <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostNames - 1))} and {names.Length - MostNames + 1} more");
        }

        private void Line(string label, string text)
        {
            string lead = $"  {label.PadRight(Label)}";
            foreach (string line in Paragraph.Lines(PrintableText.OneLine(text), style.Width - lead.Length))
            {
                output.WriteLine(lead + line);
                lead = new string(' ', lead.Length);
            }
        }
    }
}
