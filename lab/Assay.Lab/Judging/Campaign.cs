using System.Collections.Concurrent;
using System.Diagnostics;
using Assay.Lab.Cases;

namespace Assay.Lab.Judging;

/// <summary>Runs many cases, several at a time, each worker in trees of its own.</summary>
internal sealed class Campaign(Laboratory laboratory, Trial trial, Options options)
{
    /// <summary>Why cases did not fit, with how many.</summary>
    public ConcurrentDictionary<string, int> NotApplicable { get; } = new();

    /// <summary>How many cases the laboratory could not set up by a fault of its own; they count as nothing.</summary>
    public int Broken => broken;

    /// <summary>True when the run was ended early.</summary>
    public bool IsStopped => stopped;

    private volatile bool stopped;
    private int broken;

    /// <summary>Ends the run after the cases that are under way; their results are dropped.</summary>
    public void Stop()
    {
        stopped = true;
        trial.Stop();
    }

    /// <summary>The results in the order of the cases, whatever the order they ended in.</summary>
    public IReadOnlyList<Result> Run(IReadOnlyList<Case> cases)
    {
        ConcurrentDictionary<int, Result> results = new();
        int next = -1, done = 0;
        Stopwatch clock = Stopwatch.StartNew();
        List<Thread> workers = [.. Enumerable.Range(0, Math.Min(options.Workers, cases.Count)).Select(worker => new Thread(() => Work(worker), 64 << 20))];
        foreach (Thread thread in workers) thread.Start();
        foreach (Thread thread in workers) thread.Join();
        Console.Error.WriteLine($"\r{results.Count} cases in {clock.Elapsed.TotalSeconds:0} s");
        return [.. results.OrderBy(pair => pair.Key).Select(pair => pair.Value)];

        void Work(int worker)
        {
            for (int index; !stopped && (index = Interlocked.Increment(ref next)) < cases.Count;)
            {
                Case item = cases[index];
                try
                {
                    Result? result = trial.Run(item, worker, out string? reason);
                    if (stopped) return;
                    if (result is not null) results[index] = result;
                    else this.NotApplicable.AddOrUpdate($"{item.Family.Name}: {reason}", 1, (_, count) => count + 1);
                    if (options.Keep && options.Case is not null)
                    {
                        Console.Error.WriteLine("the broken tree: " + laboratory.Tree(worker, item.Base.Root).Root);
                        Console.Error.WriteLine(result?.Question);
                        Console.ReadLine();
                    }
                }
                catch (Exception error) when (error is InvalidOperationException or IOException or UnauthorizedAccessException or ArgumentException or IndexOutOfRangeException)
                {
                    // A fault of the laboratory is neither a case nor an agreement; it is shown and counted apart.
                    Console.Error.WriteLine($"\n{item.Id}: {error}");
                    Interlocked.Increment(ref broken);
                }

                int count = Interlocked.Increment(ref done);
                if (Console.IsErrorRedirected ? count % 100 == 0 : true) Console.Error.Write($"\r{count}/{cases.Count} ");
            }
        }
    }
}
