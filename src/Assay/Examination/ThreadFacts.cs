using System.Collections.Immutable;
using System.Globalization;
using Assay.Primitives;
using Assay.Rules;

namespace Assay.Examination;

/// <summary>Reads what decides about threads: the variables that libraries look at, and the limits of the running process (proc(5), and cgroup-v2.rst of the kernel).</summary>
/// <param name="machine">The machine.</param>
internal sealed class ThreadFacts(IMachine machine)
{
    private const int Limit = 1 << 14;
    private const string Groups = "/sys/fs/cgroup";

    private static readonly string[] Names =
    [
        "OPENBLAS_NUM_THREADS", "OPENBLAS_DEFAULT_NUM_THREADS", "OPENBLAS_CORETYPE", "GOTO_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
        "MKL_THREADING_LAYER", "MKL_SERVICE_FORCE_INTEL", "MKL_INTERFACE_LAYER", "KMP_DUPLICATE_LIB_OK",
    ];

    /// <summary>The variables that are set.</summary>
    public ImmutableSortedDictionary<string, string> Variables() => Names
        .Select(name => KeyValuePair.Create(name, machine.EnvironmentVariable(name)))
        .Where(pair => pair.Value is not null)
        .ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);

    /// <summary>The limits; null where the files that tell them are not.</summary>
    public ThreadLimits? Limits()
    {
        string status = Read("/proc/self/status");
        if (Line(status, "Cpus_allowed_list:") is not { } list || Count(list) is not (> 0 and var processors)) return null;
        (int Most, string By)? least = null;

        // The superuser is not held to the limit on processes: setrlimit(2), RLIMIT_NPROC.
        bool isSuper = Line(status, "Uid:")?.Split('\t', StringSplitOptions.RemoveEmptyEntries) is [_, "0", ..];
        if (!isSuper && Line(Read("/proc/self/limits"), "Max processes") is { } row && Number(row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]) is { } soft) least = (soft, "the limit on processes (ulimit -u)");
        double? quota = null;
        foreach (string group in GroupsOfProcess())
        {
            if (Number(Read(group + "/pids.max").Trim()) is { } tasks && (least is null || tasks < least.Value.Most)) least = (tasks, "pids.max of its control group");
            if (Read(group + "/cpu.max").Split(' ', '\n') is [var time, var period, ..] && Number(time) is { } allowed && Number(period) is > 0 and var length && (quota is null || (double)allowed / length < quota)) quota = (double)allowed / length;
        }

        return new ThreadLimits(processors) { MostThreads = least?.Most, LimitedBy = least?.By, Quota = quota };
    }

    // A limit of any group above holds too. Inside a container the path of the host is not there, and the root of the mount is the group itself.
    private IEnumerable<string> GroupsOfProcess()
    {
        yield return Groups;
        string path = Line(Read("/proc/self/cgroup"), "0::/") ?? "";
        string current = Groups;
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..") yield break;
            current += "/" + part;
            yield return current;
        }
    }

    private string Read(string path) => TextDecoding.Utf8OrLatin1(machine.ReadPseudoFile(path, Limit));

    private static string? Line(string text, string start) => text.Split('\n').FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))?[start.Length..].Trim(' ');

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    // 0-3,8: four and one.
    private static int? Count(string list)
    {
        int count = 0;
        foreach (string part in list.Trim().Split(','))
        {
            string[] ends = part.Split('-');
            if (Number(ends[0]) is not { } first || Number(ends[^1]) is not { } last || last < first || ends.Length > 2) return null;
            count += Math.Min(last - first + 1, 1 << 16);
        }

        return count;
    }
}
