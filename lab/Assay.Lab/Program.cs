using System.Runtime.CompilerServices;
using Assay.Lab.Cases;
using Assay.Lab.Judging;
using Assay.Lab.Predictors;
using Assay.Lab.Referee;

namespace Assay.Lab;

/// <summary>`dotnet run dev.cs -- lab`: break, predict, ask reality, compare.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        string repository = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));
        Options? options = Options.Read(args, repository);
        if (options is null)
        {
            Console.Error.WriteLine(Options.Usage);
            return 2;
        }

        ChildProcess.ForbidCoreFiles();
        Directory.CreateDirectory(options.Work);
        using Laboratory laboratory = new(options.Assets, options.Work);
        IReadOnlyList<Case> cases = Select(Catalog.Cases(options.Seed, laboratory.Has), options);
        if (cases.Count == 0)
        {
            Console.Error.WriteLine($"no such cases, or none of the assets at {options.Assets}: `dotnet run dev.cs -- assets` makes them");
            return 2;
        }

        if (options.List)
        {
            foreach (Case item in cases) Console.WriteLine($"{item.Id}  {item.Base.Id}  import {item.Import}");
            return 0;
        }

        IPredictor predictor = options.LoaderAlone ? new LoaderPredictor() : options.Program is null ? new LibraryPredictor() : new ProgramPredictor(options.Program);
        using OutcomeCache cache = new(options.UseCache ? Path.Combine(options.Work, "reality.jsonl") : null);
        Campaign campaign = new(laboratory, new Trial(laboratory, predictor, cache) { IsLoaderAlone = options.LoaderAlone, KeepTree = options.Keep && options.Case is not null }, options);
        IReadOnlyList<Result> results = campaign.Run(cases);

        if (options.Case is not null)
        {
            foreach (Result result in results) Console.WriteLine(Report.Full(result));
            return results.All(result => result.Agrees) ? 0 : 1;
        }

        IReadOnlyList<string> missed = Bars.Missed(results, options.IsWhole);
        File.WriteAllLines(Path.Combine(options.Work, "results.jsonl"), results.Select(result => result.ToJson()));
        File.WriteAllText(Path.Combine(options.Work, "report.md"), Report.Page(results, missed, options.Seed));
        Console.Write(Report.Table(results));
        foreach ((string reason, int count) in campaign.NotApplicable.OrderByDescending(pair => pair.Value).Take(12)) Console.Error.WriteLine($"{count} cases did not fit: {reason}");
        Console.WriteLine($"every disagreement: {Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(options.Work, "report.md"))}");
        foreach (string line in missed) Console.WriteLine("missed: " + line);
        return missed.Count == 0 ? 0 : 1;
    }

    private static IReadOnlyList<Case> Select(IReadOnlyList<Case> cases, Options options)
    {
        IReadOnlyList<Case> chosen =
        [
            .. cases.Where(item => (options.Families.Count == 0 || options.Families.Contains(item.Family.Name)) && (options.Platform is null || item.Base.Platform == options.Platform)
                && (options.Base is null || item.Base.Id == options.Base) && (options.Case is null || item.Id == options.Case)),
        ];
        return options.Sample is { } count ? Catalog.Sample(chosen, count, options.Seed) : chosen;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
