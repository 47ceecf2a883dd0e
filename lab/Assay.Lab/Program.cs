using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
        using FileStream? claim = Claim(options.Work);
        if (claim is null)
        {
            Console.Error.WriteLine($"another run of the laboratory works in {options.Work}; give this one a directory of its own (--work)");
            return 2;
        }

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

        IPredictor predictor = options.LoaderAlone ? new LoaderPredictor() : options.Snapshots ? new SnapshotPredictor() : options.Program is null ? new LibraryPredictor() : new ProgramPredictor(options.Program);
        using OutcomeCache cache = new(options.UseCache ? Path.Combine(options.Work, "reality.jsonl") : null);
        CauseCheck? causes = options.Causes ? new CauseCheck(laboratory) : null;
        Campaign campaign = new(laboratory, new Trial(laboratory, predictor, cache) { Causes = causes, IsLoaderAlone = options.LoaderAlone, KeepTree = options.Keep && options.Case is not null }, options);

        // What is interrupted puts its trees right first; the answers of cases that were under way are worth nothing.
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        IReadOnlyList<Result> results = campaign.Run(cases);
        if (campaign.IsStopped)
        {
            Console.Error.WriteLine($"interrupted after {results.Count} of {cases.Count} cases: nothing is judged");
            return 130;
        }

        if (options.Case is not null)
        {
            foreach (Result result in results) Console.WriteLine(Report.Full(result));
            return results.All(result => result.Agrees) ? 0 : 1;
        }

        List<string> missed = [.. Bars.Missed(results, options.IsWhole)];
        if (predictor is SnapshotPredictor snapshots)
        {
            Console.WriteLine($"{snapshots.Compared} snapshots judged ({snapshots.Whole} of them with their sources whole), {snapshots.Differences.Count} say something else than the environment");
            missed.AddRange(snapshots.Differences);
            if (snapshots.Compared == 0) missed.Add("no snapshot was judged");
        }

        if (causes is not null)
        {
            Console.WriteLine($"{causes.Compared} broken environments set beside the healthy one, {causes.Wrong.Count} with another cause named first than what was changed");
            missed.AddRange(causes.Wrong);
            if (causes.Compared == 0) missed.Add("no broken environment was set beside the healthy one");
        }

        File.WriteAllLines(Path.Combine(options.Work, "results.jsonl"), results.Select(result => result.ToJson()));
        File.WriteAllText(Path.Combine(options.Work, "report.md"), Report.Page(results, missed, options.Seed));
        Console.Write(Report.Table(results));
        if (campaign.Broken > 0) Console.Error.WriteLine($"{campaign.Broken} cases could not be set up and are not counted");
        foreach ((string reason, int count) in campaign.NotApplicable.OrderByDescending(pair => pair.Value).Take(12)) Console.Error.WriteLine($"{count} cases did not fit: {reason}");
        Console.WriteLine($"every disagreement: {Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(options.Work, "report.md"))}");
        foreach (string line in missed) Console.WriteLine("missed: " + line);
        return missed.Count == 0 ? 0 : 1;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            campaign.Stop();
        }
    }

    // Two runs in one directory would take each other's trees away.
    private static FileStream? Claim(string work)
    {
        try
        {
            return new FileStream(Path.Combine(work, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
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
