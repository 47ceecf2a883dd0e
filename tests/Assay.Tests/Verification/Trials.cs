using System.Collections.Immutable;
using Assay.Blas;
using Assay.Tests.Fixtures;
using Assay.Verification;

namespace Assay.Tests.Verification;

/// <summary>Trials as the program runs them: the child is the real program, beside the tests.</summary>
internal static class Trials
{
    /// <summary>The program that plays the child.</summary>
    public static ImmutableArray<string> Command { get; } =
    [
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "Assay.Cli.dll"), BlasTrial.ChildCommand,
    ];

    /// <summary>A request without timings and for one thread.</summary>
    public static BlasTrialRequest Plain(string blas, string? lapack, params string[] preload) => new()
    {
        Preload = [.. preload],
        Blas = new TrialLibrary(blas) { ClaimedWidth = IntegerWidth.Lp64 },
        Lapack = lapack is null ? null : new TrialLibrary(lapack) { ClaimedWidth = IntegerWidth.Lp64 },
        Threads = [1],
        Sizes = [],
        Patience = 60,
    };

    /// <summary>Runs a trial and holds that its processes are gone.</summary>
    public static BlasTrialResult Run(BlasTrialRequest request)
    {
        // Every child inherits this variable, and so does whatever a library starts in it.
        string mark = Guid.NewGuid().ToString();
        BlasTrialResult result = BlasTrial.Run(request with { Variables = request.Variables.Add("ASSAY_TEST_MARK", mark) }, Command);
        Assert.Empty(ProcessesMarked(mark));
        return result;
    }

    /// <summary>Compiles a small library.</summary>
    public static string Compile(TemporaryDirectory directory, string name, string source, params string[] arguments)
    {
        string gcc = Needs.Program("gcc");
        string file = Path.Combine(directory.Path, name);
        string code = directory.File(name + ".c", source);
        (int status, _, string error) = ChildProcess.Run(gcc, ["-shared", "-fPIC", "-O1", "-o", file, code, .. arguments]);
        Assert.True(status == 0, error);
        return file;
    }

    /// <summary>A folder of the Debian root with many libraries.</summary>
    public static string Debian(string folder)
    {
        Needs.Require(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "no x86_64 Linux");
        return Path.Combine(Needs.Asset("amd64"), "usr/lib/x86_64-linux-gnu", folder);
    }

    /// <summary>The processes that have a text in their environment.</summary>
    public static List<int> ProcessesMarked(string mark)
    {
        List<int> found = [];
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), out int id)) continue;
            try
            {
                // A process that has ended and waits to be collected has an empty environment.
                if (File.ReadAllText(Path.Combine(directory, "environ")).Contains(mark, StringComparison.Ordinal)) found.Add(id);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is somebody else's.
            }
        }

        return found;
    }
}
