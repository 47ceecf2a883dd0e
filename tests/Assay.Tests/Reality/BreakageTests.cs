using System.Collections.Immutable;
using System.IO.Compression;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Reality;

/// <summary>
/// Real environments, broken for real in the ways people break them: the verdict, its leading code and the predicted message are held against
/// what the real interpreter does with the very same files.
/// </summary>
[Trait("speed", "slow")]
public sealed class BreakageTests : IDisposable
{
    private const string Numpy = "lib/python3.11/site-packages/numpy";
    private readonly string folder = Directory.CreateTempSubdirectory("assay-breakage-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Healthy_copies_import()
    {
        AgreeOnHealthy(InVenv(), "sklearn");
        AgreeOnHealthy(InRoot("amd64"), "sklearn");
        AgreeOnHealthy(InRoot("trixie", "/usr/bin/python3.13"), "numpy");
    }

    [Fact]
    public void Extension_of_another_architecture_under_the_right_name()
    {
        Breakage place = InVenv();
        byte[] foreign = FromWheel("numpy-*aarch64.whl", "numpy/_core/_multiarray_umath.cpython-311-aarch64-linux-gnu.so");
        Shell.Replace(InsideVenv($"{Numpy}/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so"), foreign);
        Agree(place with { Import = "numpy", Code = "A203" });
    }

    [Fact]
    public void Extension_that_kept_its_aarch64_name()
    {
        Breakage place = InVenv();
        string core = InsideVenv($"{Numpy}/_core/_multiarray_umath.cpython-311-");
        File.Move(core + "x86_64-linux-gnu.so", core + "aarch64-linux-gnu.so");
        Agree(place with { Import = "sklearn", Code = "A204" });
    }

    [Fact]
    public void System_blas_removed()
    {
        Breakage place = InRoot("amd64");
        foreach (string file in Directory.GetFiles(InsideRoot("usr/lib/x86_64-linux-gnu"), "libopenblas*")) File.Delete(file);
        foreach (string file in Directory.GetFiles(InsideRoot("usr/lib/x86_64-linux-gnu"), "liblapack.so*")) File.Delete(file);
        foreach (string file in Directory.GetFiles(InsideRoot("usr/lib/x86_64-linux-gnu"), "libblas.so*")) File.Delete(file);
        Agree(place with { Import = "sklearn", Code = "A101" });
    }

    [Fact]
    public void Vendored_libraries_removed()
    {
        Breakage place = InVenv();
        Directory.Delete(InsideVenv("lib/python3.11/site-packages/numpy.libs"), recursive: true);
        Agree(place with { Import = "sklearn", Code = "A102" });
    }

    [Fact]
    public void Extension_of_another_python()
    {
        Breakage place = InVenv();
        string core = InsideVenv($"{Numpy}/_core/_multiarray_umath.cpython-31");
        File.Move(core + "1-x86_64-linux-gnu.so", core + "0-x86_64-linux-gnu.so");
        Agree(place with { Import = "numpy", Code = "A301" });
    }

    [Fact]
    public void Symbol_version_that_this_glibc_does_not_have()
    {
        Breakage place = InVenv();
        string file = InsideVenv("lib/python3.11/site-packages/sklearn/__check_build/_check_build.cpython-311-x86_64-linux-gnu.so");
        Shell.Replace(file, ElfPatch.RaiseVersion(File.ReadAllBytes(file), "GLIBC_2.2.5", "GLIBC_2.9.9"));
        Agree(place with { Import = "sklearn", Code = "A210" });
    }

    [Fact]
    public void Symbol_that_nothing_defines()
    {
        Breakage place = InVenv();
        string file = InsideVenv($"{Numpy}/linalg/_umath_linalg.cpython-311-x86_64-linux-gnu.so");
        Shell.Replace(file, ElfPatch.RenameString(File.ReadAllBytes(file), "PyErr_SetString", "PyErr_SetStrinq"));
        Agree(place with { Import = "sklearn", Code = "A304" });
    }

    [Fact]
    public void Truncated_file()
    {
        Breakage place = InVenv();
        string file = InsideVenv($"{Numpy}/linalg/_umath_linalg.cpython-311-x86_64-linux-gnu.so");
        Shell.Replace(file, File.ReadAllBytes(file)[..100]);
        Agree(place with { Import = "sklearn", Code = "A001" });
    }

    [Fact]
    public void File_cut_in_the_middle_kills_the_process()
    {
        Breakage place = InVenv();
        string file = InsideVenv($"{Numpy}/linalg/_umath_linalg.cpython-311-x86_64-linux-gnu.so");
        byte[] whole = File.ReadAllBytes(file);
        Shell.Replace(file, whole[..(whole.Length / 2)]);
        Agree(place with { Import = "sklearn", Code = "A001" });
    }

    [Fact]
    public void Executable_stack_on_a_glibc_that_refuses_it()
    {
        Breakage place = InRoot("trixie", "/usr/bin/python3.13");
        string file = Directory.GetFiles(InsideRoot("usr/lib/python3/dist-packages/numpy/_core"), "_multiarray_umath.cpython-313-x86_64-*.so").Single();
        Shell.Replace(file, ElfPatch.MakeStackExecutable(File.ReadAllBytes(file)));
        Agree(place with { Import = "numpy", Code = "A107" });
    }

    [Fact]
    public void User_site_shadows_the_system_package()
    {
        Breakage place = InRoot("amd64");
        string user = InsideRoot("home/ada/.local/lib/python3.11/site-packages");
        Directory.CreateDirectory(user);
        Shell.CopyByLinks(InsideRoot("usr/lib/python3/dist-packages/numpy"), Path.Combine(user, "numpy"));
        foreach (string file in Directory.GetFiles(user, "_multiarray_umath*.so", SearchOption.AllDirectories)) File.Delete(file);
        Agree(place with { Import = "sklearn", Code = "A502", Variables = place.Variables.SetItem("HOME", "/home/ada") });
    }

    [Fact]
    public void Local_numpy_shadows_the_installed_one()
    {
        Breakage place = InVenv();
        string work = Path.Combine(folder, "work");
        Directory.CreateDirectory(work);
        File.WriteAllText(Path.Combine(work, "numpy.py"), "print('my experiments')\n");
        Agree(place with { Import = "sklearn", Code = "A602", WorkingDirectory = work });
    }

    [Fact]
    public void Package_half_uninstalled()
    {
        Breakage place = InVenv();
        Directory.Delete(InsideVenv("lib/python3.11/site-packages/scipy/sparse"), recursive: true);
        Agree(place with { Import = "sklearn", Code = "A505" });
    }

    private static void AgreeOnHealthy(Breakage place, string module)
    {
        RealOutcome real = Real(place with { Import = module });
        Assert.True(real.Outcome == "imports", $"the subject itself is broken: {real}");
        TargetExamination ours = Ours(place with { Import = module });
        ImportExamination import = Assert.Single(ours.Imports);
        Assert.True(import.Verdict.Kind == VerdictKind.Imports, $"{module}: {import.Verdict}");
        Assert.DoesNotContain(ours.Findings, finding => finding.Severity == Severity.Error);
    }

    private static void Agree(Breakage broken)
    {
        RealOutcome real = Real(broken);
        Assert.NotEqual("imports", real.Outcome);
        TargetExamination examination = Ours(broken);
        Verdict ours = Assert.Single(examination.Imports).Verdict;
        string expected = real.Outcome == "crashes" ? $"crashes {real.ExitStatus}" : $"fails {real.Exception}: {real.Message}";
        string found = ours.Kind == VerdictKind.Crashes ? $"crashes {SignalStatus(ours.Signal)}" : $"{ours.Kind.ToString().ToLowerInvariant()} {ours.Exception}: {ours.Message}";
        Assert.Equal(expected, found);
        Assert.Equal(broken.Code, ours.Findings.FirstOrDefault());
    }

    private static int SignalStatus(string? signal) => signal switch { "SIGBUS" => 135, "SIGSEGV" => 139, "SIGILL" => 132, "SIGABRT" => 134, null => 127, _ => -1 };

    private static RealOutcome Real(Breakage place) => RealPython.Import(place.Python, place.Import, place.WorkingDirectory, place.Variables);

    private static TargetExamination Ours(Breakage place)
    {
        ExaminationRequest request = new()
        {
            Subject = place.Subject,
            Root = place.Root,
            Imports = [place.Import],
            WorkingDirectory = place.WorkingDirectory,
            Variables = place.Variables.ToImmutableSortedDictionary(pair => pair.Key, string? (pair) => pair.Value),
        };
        ExaminationResult result = Examiner.Run(request, new HostMachine());
        Assert.True(result.Fault is null, result.Fault?.ToString());
        return Assert.Single(result.Targets);
    }

    private Breakage InVenv()
    {
        string copy = Path.Combine(folder, "venv");
        if (!Directory.Exists(copy)) Shell.CopyByLinks(Needs.Asset("venv"), copy);
        return new Breakage { Import = "", Code = "", Python = [InsideVenv("bin/python")], Subject = copy, WorkingDirectory = folder };
    }

    private Breakage InRoot(string name, string python = "/usr/bin/python3.11")
    {
        string copy = Path.Combine(folder, "root");
        if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
        Shell.CopyByLinks(Needs.Asset(name), copy);
        return new Breakage
        {
            Import = "",
            Code = "",
            Python = ["chroot", copy, python],
            Subject = python,
            Root = copy,
            Variables = ImmutableDictionary<string, string>.Empty.Add("HOME", "/root"),
        };
    }

    private string InsideVenv(string path) => Path.Combine(folder, "venv", path);

    private string InsideRoot(string path) => Path.Combine(folder, "root", path);

    private static byte[] FromWheel(string pattern, string member)
    {
        string wheel = Directory.GetFiles(Path.Combine(Needs.Corpus(), "wheels"), pattern).Single();
        using ZipArchive archive = ZipFile.OpenRead(wheel);
        using MemoryStream content = new();
        using Stream stream = archive.GetEntry(member)!.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
