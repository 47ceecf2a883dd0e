using Assay.Binaries;
using Assay.Blas;

namespace Assay.Tests.Blas;

/// <summary>Holds what Assay says against what the loader did, symbol by symbol. Anything less than all of it is a failure.</summary>
internal static class AlgebraAgreement
{
    /// <summary>Compares every routine of BLAS and LAPACK that an extension in the process calls.</summary>
    /// <param name="claims">What Assay says.</param>
    /// <param name="real">What happened.</param>
    /// <returns>How many symbols agree.</returns>
    public static int Check(IEnumerable<AlgebraClaim> claims, LoaderBindings real)
    {
        Dictionary<(string, string), AlgebraClaim> said = [];
        foreach (AlgebraClaim claim in claims) said[(claim.Consumer, claim.Symbol)] = claim;
        Dictionary<string, string?> workers = new(StringComparer.Ordinal);
        HashSet<string> loaded = [.. real.Files];
        List<string> wrong = [];
        HashSet<(string, string)> seen = [];
        foreach (SymbolBinding binding in real.All.Where(binding => binding.IsOfExtension && BlasSymbol.Parse(binding.Symbol, BinaryFormat.Elf) is not null))
        {
            seen.Add((binding.Consumer, binding.Symbol));
            string truth = $"{binding.Consumer} {binding.Symbol}: really {binding.Provider}";
            if (!said.TryGetValue((binding.Consumer, binding.Symbol), out AlgebraClaim claim)) wrong.Add($"{truth}, not mentioned");
            else if (claim.Provider != binding.Provider) wrong.Add($"{truth}, said to be {claim.Provider ?? "not known"}");
            else if (claim.Implementation != WorkOf(binding.Provider)) wrong.Add($"{truth}, said to be of {claim.Implementation}");
            else if (WorkerOf(binding.Provider) is { } worker && claim.Behind != worker) wrong.Add($"{truth} and behind it {worker}, said to be {claim.Behind ?? "nothing"}");
        }

        foreach (AlgebraClaim claim in said.Values)
            if (loaded.Contains(claim.Consumer) && !seen.Contains((claim.Consumer, claim.Symbol))) wrong.Add($"{claim.Consumer} {claim.Symbol}: the loader bound no such symbol");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(30)));
        return seen.Count;

        string? WorkerOf(string provider) => workers.TryGetValue(provider, out string? known) ? known : workers[provider] = Worker(provider, real);
    }

    /// <summary>Whose work a file is, told by where Debian and the builders of wheels put it.</summary>
    /// <param name="path">The file, with all links followed.</param>
    public static string WorkOf(string path) =>
        path.Contains("openblas", StringComparison.Ordinal) ? nameof(BlasImplementation.OpenBlas)
        : path.Contains("/blis-", StringComparison.Ordinal) ? nameof(BlasImplementation.Blis)
        : path.Contains("atlas", StringComparison.Ordinal) ? nameof(BlasImplementation.Atlas)
        : path.Contains("/blas/", StringComparison.Ordinal) || path.Contains("/lapack/", StringComparison.Ordinal) ? nameof(BlasImplementation.Netlib)
        : throw new InvalidOperationException("whose work is " + path);

    // Debian's small libblas.so.3 hands every product on to a kernel, and the loader told where that is.
    private static string? Worker(string provider, LoaderBindings real) =>
        real.All.Where(binding => binding.Consumer == provider && binding.Provider != provider && binding.Symbol is "dgemm_nn" or "ATL_dgemm" or "ATL_dgetrf" or "dgetrf_single")
            .Select(binding => binding.Provider).Distinct().SingleOrDefault();
}
