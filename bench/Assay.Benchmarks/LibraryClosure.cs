using System.Diagnostics;
using System.Globalization;
using Assay.Binaries;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Benchmarks;

/// <summary>
/// The closure of given files by the library alone, for a comparison with tools that know nothing of Python: each file is opened in a process image of
/// its own, as they do. It does more than they do: versions, symbols and thread-local storage are judged too.
/// </summary>
internal static class LibraryClosure
{
    /// <summary>How often the work is done; the runtime compiles it while the first rounds run.</summary>
    private const int Rounds = 9;

    /// <summary>Opens the files, several times over, and prints the median of the milliseconds of the later half.</summary>
    /// <param name="subject">The environment whose interpreter opens them.</param>
    /// <param name="files">The compiled files.</param>
    public static int Run(string subject, string[] files)
    {
        List<double> times = [];
        for (int round = 0; round < Rounds; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            if (Open(subject, files) == 0) return 1;
            if (round > Rounds / 2) times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine(times[times.Count / 2].ToString("0.0", CultureInfo.InvariantCulture));
        return 0;
    }

    private static int Open(string subject, string[] files)
    {
        // Nothing is kept from round to round: a tool that is started anew has read nothing either.
        HostMachine machine = new();
        if (EnvironmentDiscovery.Find(machine, subject).Environment is not { } environment) return 0;
        using BinaryStore store = new(machine);
        ExtensionLoaders loaders = new(environment, EnvironmentTarget.Of(environment, HostTarget.Detect(machine)), store);
        int opened = 0;
        foreach (string file in files)
        {
            if (loaders.Start().LoadExtension(Path.GetFileName(file).Split('.')[0], file) is ExtensionOutcome.Loaded) opened++;
        }

        return opened;
    }
}
