using System.Diagnostics;
using System.Text.Json;
using Assay.Tests.Cli;
using Assay.Tests.Fixtures;
using Assay.Tests.House;
using Assay.Tests.Reporting;

namespace Assay.Tests.Verification.Importing;

/// <summary>The whole command on real environments, natively and under emulators.</summary>
[Trait("speed", "slow")]
public sealed class VerifyCommandReality
{
    [Fact]
    public void Debian_fits_the_example()
    {
        Needs.Existing("/usr/lib/python3/dist-packages/sklearn", "Debian's sklearn");
        CliOutcome run = InProcess.Run(["verify", Needs.DebianPython(), "--import", "sklearn"]);
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.StartsWith("executing /usr/bin/python3: 1 import, each in a process of its own, at most 60 s\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nagreed         sklearn: it imports  (", run.Output, StringComparison.Ordinal);
        Assert.Contains("coef_ = [1. 2.]  intercept_ = 3.0  (scikit-learn ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n1 agreed; 1 imports\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Debian_for_aarch64_fits_it_under_an_emulator()
    {
        Needs.Program("qemu-aarch64-static");
        CliOutcome run = InProcess.Run(["verify", "--root", Needs.Asset("arm64"), "--import", "sklearn"]);
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Contains("on linux-glibc2.36-aarch64, under an emulator\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("coef_ = [1. 2.]", run.Output, StringComparison.Ordinal);
        run = InProcess.Run(["verify", "--root", Needs.Asset("arm64"), "--import", "json", "--cpu", "cortex-a72"]);
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Contains("on linux-glibc2.36-aarch64, cortex-a72, under an emulator\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_without_the_emulator_is_run_by_that_of_this_machine_and_stays_as_it_is()
    {
        Needs.Program("qemu-aarch64-static");
        Needs.Program("unshare");
        using TemporaryDirectory directory = new();
        string root = Path.Combine(directory.Path, "root");
        Reality.Shell.CopyByLinks(Needs.Asset("arm64"), root);
        File.Delete(Path.Combine(root, "usr/bin/qemu-aarch64-static"));
        CliOutcome run = InProcess.Run(["verify", "--root", root, "--import", "numpy"]);
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Contains("\nagreed         numpy: it imports  (", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(root, "tmp")));
    }

    [Fact]
    public void Wheels_fit_it_and_the_answer_fits_its_schema()
    {
        using JsonDocument answer = Answer(1, "/", "verify", Needs.Asset("venv"), "--import", "sklearn", "--import", "nosuch_module_at_all", "--json");
        JsonElement[] imports = [.. answer.RootElement.GetProperty("imports").EnumerateArray()];
        Assert.Equal("coef_ = [1. 2.]", imports[0].GetProperty("happened").GetProperty("example").GetProperty("text").GetString());
        Assert.Equal("No module named 'nosuch_module_at_all'", imports[1].GetProperty("happened").GetProperty("message").GetString());
        Assert.All(imports, import => Assert.Equal("agreed", import.GetProperty("agreement").GetString()));
    }

    [Fact]
    public void Everything_that_is_installed_agrees()
    {
        using JsonDocument answer = Answer(null, "/", "verify", Needs.Asset("venv"), "--json");
        Assert.Equal(0, answer.RootElement.GetProperty("counts").GetProperty("disagreed").GetInt32());
        Assert.True(answer.RootElement.GetProperty("counts").GetProperty("imported").GetInt32() >= 5);
    }

    [Fact]
    public void A_wrong_prediction_is_shown_plainly_and_can_be_reported_without_names()
    {
        using NastyModule module = NastyModule.Compiled("", "*(volatile int *)8 = 1");
        string report = Path.Combine(module.Folder, "report.json");
        CliOutcome run = InProcess.Run(["verify", Needs.DebianPython(), "--import", "nasty", "--report", report], directory: module.Folder);
        Assert.Equal(1, run.Status);
        Assert.Contains("\nDISAGREED      nasty: it dies of SIGSEGV  (", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n   = predicted: it imports\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("   = in `PyInit_nasty`", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n   = memory that was not there: 0x8\n", run.Output, StringComparison.Ordinal);
        string text = File.ReadAllText(report);
        Assert.Empty(SchemaValidator.Validate(Repository.Read("docs/schema/verify-1.json"), text));
        Assert.DoesNotContain(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/", text, StringComparison.Ordinal);
        Assert.Contains("python3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_instruction_that_an_emulated_processor_lacks_is_its_signal()
    {
        Needs.Program("qemu-x86_64-static");
        Needs.Require(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "no x86_64");
        using NastyModule module = NastyModule.Compiled("__attribute__((constructor)) static void begin(void) { __asm__ volatile(\"vpaddd %%ymm0, %%ymm0, %%ymm0\" ::: \"xmm0\"); }");
        using JsonDocument answer = Answer(1, module.Folder, "verify", Needs.DebianPython(), "--import", "nasty", "--cpu", "Nehalem", "--json");
        JsonElement happened = answer.RootElement.GetProperty("imports")[0].GetProperty("happened");
        Assert.Equal(("died", "SIGILL"), (happened.GetProperty("outcome").GetString(), happened.GetProperty("signal").GetString()));
        Assert.Equal(JsonValueKind.Null, happened.GetProperty("site").ValueKind);
        using JsonDocument better = Answer(0, module.Folder, "verify", Needs.DebianPython(), "--import", "nasty", "--cpu", "max", "--json");
        Assert.Equal("imported", better.RootElement.GetProperty("imports")[0].GetProperty("happened").GetProperty("outcome").GetString());
    }

    [Fact]
    public void A_processor_that_the_emulator_does_not_know_settles_nothing()
    {
        Needs.Program("qemu-x86_64-static");
        CliOutcome run = InProcess.Run(["verify", Needs.DebianPython(), "--import", "json", "--cpu", "nosuch"]);
        Assert.Equal(1, run.Status);
        Assert.Contains("not settled    json: the interpreter does not start: it ended with status 1 before it ran any code", run.Output, StringComparison.Ordinal);
        Assert.Contains("nosuch", run.Output[run.Output.IndexOf("it printed", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(9)]
    public void When_assay_ends_its_children_end(int signal)
    {
        Needs.Require(OperatingSystem.IsLinux(), "no Linux");
        using NastyModule module = NastyModule.Written("import os, time\nopen('started', 'w').close()\nif os.fork() == 0:\n    os.setsid()\ntime.sleep(1000)\n");
        string mark = Guid.NewGuid().ToString();

        // Where tests run in the background of a shell, SIGINT is ignored, and what they start would inherit that.
        ProcessStartInfo start = new(Needs.Program("env"), ["--default-signal=INT", Trials.Command[0], Trials.Command[1], "verify", Needs.DebianPython(), "--import", "nasty", "--env", "ASSAY_TEST_MARK=" + mark]) { WorkingDirectory = module.Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using TemporaryDirectory scratch = new();
        start.Environment["TMPDIR"] = scratch.Path;
        using Process assay = Process.Start(start)!;
        Assert.True(Eventually(() => File.Exists(Path.Combine(module.Folder, "started"))));
        Assert.NotEmpty(Trials.ProcessesMarked(mark));
        Assert.NotEmpty(Directory.GetDirectories(scratch.Path, "assay-verify-*"));
        Reality.Shell.Run("/bin/kill", $"-{signal}", $"{assay.Id}");
        Assert.True(assay.WaitForExit(10_000));
        Assert.True(Eventually(() => Trials.ProcessesMarked(mark).Count == 0), "children are left");

        // What it can answer, it cleans up after.
        if (signal != 9) Assert.Empty(Directory.GetDirectories(scratch.Path, "assay-verify-*"));
    }

    private static bool Eventually(Func<bool> condition)
    {
        long limit = Environment.TickCount64 + 20_000;
        while (!condition())
        {
            if (Environment.TickCount64 > limit) return false;
            Thread.Sleep(50);
        }

        return true;
    }

    private static JsonDocument Answer(int? status, string directory, params string[] arguments)
    {
        CliOutcome run = InProcess.Run(arguments, directory: directory);
        if (status is { } expected) Assert.True(run.Status == expected, run.Error + run.Output);
        Assert.Empty(SchemaValidator.Validate(Repository.Read("docs/schema/verify-1.json"), run.Output));
        return JsonDocument.Parse(run.Output);
    }
}
