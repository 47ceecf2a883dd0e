using Assay.Primitives;
using Assay.Verification;

namespace Assay.Repairs;

/// <summary>What stands against a repair and can be seen beforehand.</summary>
internal static class RepairChecks
{
    private const int MostLinks = 40; // as the kernel follows

    /// <summary>The environment itself, links followed.</summary>
    /// <param name="prefix">As it was named.</param>
    /// <param name="machine">This machine.</param>
    /// <param name="problem">Why nothing can be exchanged there, or null.</param>
    public static RepairPlaces? Places(string prefix, IMachine machine, out string? problem)
    {
        problem = null;
        if (OperatingSystem.IsWindows()) problem = "an environment is exchanged on Linux and macOS only";
        else if (!prefix.StartsWith('/') || prefix.Any(char.IsControl)) problem = $"{prefix}: expected an absolute path";
        if (problem is not null) return null;

        // A link to it stays. It may lead nowhere for the moment, when an exchange was interrupted.
        string path = PosixPath.Normalize(prefix);
        for (int links = 0; links < MostLinks && machine.ReadLink(path) is { } target; links++) path = PosixPath.Normalize(PosixPath.Join(PosixPath.Directory(path), target));
        string parent = HostLibraryC.RealPath(PosixPath.Directory(path));
        if (path.Length < 2 || PosixPath.Name(path).Length == 0) problem = $"{prefix}: is no virtual environment";
        return problem is null ? new RepairPlaces(PosixPath.Join(parent, PosixPath.Name(path))) : null;
    }

    /// <summary>Why an environment is not to be exchanged; null when nothing is against it.</summary>
    /// <param name="places">Where it is.</param>
    /// <param name="machine">This machine.</param>
    public static string? Environment(RepairPlaces places, IMachine machine)
    {
        string prefix = places.Prefix;
        if (!machine.IsDirectory(prefix)) return $"{prefix}: there is no such directory";
        if (machine.IsDirectory(prefix + "/conda-meta")) return $"{prefix}: belongs to conda, which has transactions of its own; the commands of the plan are the way";
        if (!machine.IsFile(prefix + "/pyvenv.cfg")) return $"{prefix}: is no virtual environment (it has no pyvenv.cfg), and only those are made anew";
        if (HostRepairUse.IsMounted(prefix)) return $"{prefix}: a file system is mounted right there, so it cannot be renamed";
        if (HostRepairCalls.Self() is { } self && HostRepairCalls.Directory(prefix)?.Owner is { } owner && self != owner) return $"{prefix}: belongs to the user with the number {owner}, and this is {self}; it is for its owner to exchange it";
        return null;
    }

    /// <summary>Why an order cannot be carried out; null when nothing is against it.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="places">Where.</param>
    /// <param name="machine">This machine.</param>
    public static string? Order(RepairOrder order, RepairPlaces places, IMachine machine)
    {
        string python = order.BasePython;
        if (!python.StartsWith('/') || python.Any(char.IsControl)) return $"{python}: expected the absolute path of an interpreter";
        if (!machine.IsFile(python)) return $"{python}: there is no such interpreter to make an environment from";
        if (python.StartsWith(order.Prefix.TrimEnd('/') + "/", StringComparison.Ordinal) || (machine.RealPath(python) ?? python).StartsWith(places.Prefix + "/", StringComparison.Ordinal)) return $"{python}: lies in the environment itself; expected the interpreter that it was made from";
        string bin = PosixPath.Directory(python);
        if (machine.IsFile(bin + "/pyvenv.cfg") || machine.IsFile(PosixPath.Directory(bin) + "/pyvenv.cfg")) return $"{python}: is the interpreter of an environment; expected the one that it was made from";
        if (order.Requirements.Any(line => line.Any(char.IsControl))) return "a requirement spans lines";
        if (order.Prompt is { } prompt && prompt.Any(char.IsControl)) return "the prompt spans lines";
        return null;
    }

    /// <summary>Where uv is; null when it is nowhere.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="machine">This machine.</param>
    public static string? Uv(RepairOrder order, IMachine machine) => order.Uv ?? (machine.EnvironmentVariable("PATH") ?? "").Split(':')
        .Where(directory => directory.StartsWith('/'))
        .Select(directory => directory.TrimEnd('/') + "/uv")
        .FirstOrDefault(path => machine.IsFile(path));
}
