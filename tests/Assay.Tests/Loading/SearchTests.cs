using Assay.Loading;
using Assay.Loading.Glibc;

namespace Assay.Tests.Loading;

/// <summary>The search for a library on machines in memory: every step is kept, and every step that is left out says why.</summary>
public sealed class SearchTests
{
    private const string User = "shared\nneeds libf.so.1\nwants f\noffers PyInit_x";
    private const string Library = "shared\nsoname libf.so.1\noffers f";

    [Fact]
    public void Every_place_is_named_in_the_order_of_the_search()
    {
        LoaderMachine machine = new LoaderMachine().Add("/sp/x.so", User + "\nrunpath $ORIGIN/run");
        machine.Files.SetVariable("LD_LIBRARY_PATH", "/env");
        LoadFailure failure = machine.Failure();
        Assert.Equal(LoadFailureKind.MissingLibrary, failure.Kind);
        Assert.Equal(["/env/libf.so.1", "/sp/run/libf.so.1", "/lib/libf.so.1", "/usr/lib/libf.so.1"], failure.Steps.Where(step => step.Path is not null).Select(step => step.Path));
        Assert.Equal(["DT_RPATH of /sp/x.so", "LD_LIBRARY_PATH", "DT_RUNPATH of /sp/x.so", "/etc/ld.so.cache", "default directory", "default directory"], failure.Steps.Select(step => step.Origin));
        Assert.Equal("libf.so.1", failure.Library);
        Assert.Equal("/sp/x.so", failure.Requester);
        Assert.Equal("DT_NEEDED", failure.Evidence[^1].Record);
    }

    [Fact]
    public void A_file_that_is_there_is_found_by_the_same_steps() => Assert.Equal("imports", new LoaderMachine().Add("/sp/x.so", User + "\nrunpath $ORIGIN/run").Add("/sp/run/libf.so.1", Library).Says());

    [Fact]
    public void Rpath_of_the_program_is_searched_for_everything() =>
        Assert.Equal("imports", new LoaderMachine(interpreterNeeds: "rpath /opt/lib").Add("/sp/x.so", User).Add("/opt/lib/libf.so.1", Library).Says());

    [Fact]
    public void Runpath_of_the_program_is_not() =>
        Assert.StartsWith("ImportError: libf.so.1:", new LoaderMachine(interpreterNeeds: "runpath /opt/lib").Add("/sp/x.so", User).Add("/opt/lib/libf.so.1", Library).Says(), StringComparison.Ordinal);

    [Fact]
    public void The_candidate_that_came_closest_is_the_culprit()
    {
        LoadFailure failure = new LoaderMachine().Add("/sp/x.so", User + "\nrunpath /one:/two").AddForeign("/one/libf.so.1", "elf aarch64 shared\noffers f").Failure();
        Assert.Equal(LoadFailureKind.WrongArchitecture, failure.Kind);
        Assert.Equal("/one/libf.so.1", failure.Culprit);
        Assert.Equal("libf.so.1: cannot open shared object file: No such file or directory", failure.Message);
        Assert.Contains(failure.Steps, step => step is { Outcome: SearchOutcome.WrongArchitecture, Reason: "built for aarch64" });
    }

    [Fact]
    public void A_mach_o_file_in_the_way_is_named_for_what_it_is()
    {
        LoadFailure failure = new LoaderMachine().AddForeign("/sp/x.so", "macho arm64 bundle\nplatform macos 11.0 sdk 14.0").Failure();
        Assert.Equal(LoadFailureKind.NotABinary, failure.Kind);
        Assert.Equal("/sp/x.so: invalid ELF header", failure.Message);
        Assert.Contains("Mach-O", failure.Evidence[0].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_directories_are_those_of_this_dynamic_linker()
    {
        string[] store = ["/nix/store/abc-glibc-2.38/lib/"];
        LoaderMachine machine = new LoaderMachine("2.38", directories: store).Add("/nix/store/abc-glibc-2.38/lib/libc.so.6", "shared\nsoname libc.so.6\noffers __libc_start_main GLIBC_2.2.5").Add("/sp/x.so", User);
        Assert.Equal("/nix/store/abc-glibc-2.38/lib/libf.so.1", machine.Failure().Steps[^1].Path);
    }

    [Fact]
    public void Lib_is_the_first_default_directory() =>
        Assert.Equal("imports", new LoaderMachine(directories: ["/lib64/", "/usr/lib64/"]).Add("/lib64/libc.so.6", "shared\nsoname libc.so.6\noffers __libc_start_main GLIBC_2.2.5").Add("/sp/x.so", User + "\nrunpath /opt/$LIB").Add("/opt/lib64/libf.so.1", Library).Says());

    [Fact]
    public void Ld_so_conf_is_not_read()
    {
        LoaderMachine machine = new LoaderMachine().Add("/sp/x.so", User).Add("/opt/lib/libf.so.1", Library);
        machine.Files.AddFile("/etc/ld.so.conf", "/opt/lib\n");
        Assert.StartsWith("ImportError", machine.Says(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_cache_is()
    {
        LoaderMachine machine = new LoaderMachine().Add("/sp/x.so", User).Add("/opt/lib/libf.so.1", Library);
        machine.Files.AddFile("/etc/ld.so.cache", CacheBuilder.New([("libf.so.1", "/opt/lib/libf.so.1", 0x303, 0)]));
        Assert.Equal("imports", machine.Says());
    }

    [Fact]
    public void A_cached_file_that_is_gone_does_not_end_the_search()
    {
        LoaderMachine machine = new LoaderMachine().Add("/sp/x.so", User).Add("/usr/lib/libf.so.1", Library);
        machine.Files.AddFile("/etc/ld.so.cache", CacheBuilder.New([("libf.so.1", "/opt/lib/libf.so.1", 0x303, 0)]));
        Assert.Equal("imports", machine.Says());
    }

    [Fact]
    public void An_interpreter_whose_library_is_gone_does_not_start()
    {
        LoaderMachine machine = new LoaderMachine(interpreterNeeds: "needs libpython3.11.so.1.0").Add("/sp/x.so", User);
        Assert.Equal("exit 127", machine.Says());
        Assert.Equal("libpython3.11.so.1.0: cannot open shared object file: No such file or directory", machine.Start().Image.StartFailure!.Message);
        Assert.Null(machine.Add("/usr/lib/libpython3.11.so.1.0", "shared\noffers Py_Main").Start().Image.StartFailure);
    }

    [Fact]
    public void An_interpreter_of_a_newer_glibc_does_not_start() =>
        Assert.Equal("exit 1", new LoaderMachine(interpreterNeeds: "wants later GLIBC_2.99 from libc.so.6").Add("/sp/x.so", User).Says());

    [Fact]
    public void Images_are_listed_in_the_order_they_were_mapped_and_answer_symbols()
    {
        LoaderMachine machine = new LoaderMachine().Add("/sp/x.so", User + "\nrpath $ORIGIN/../lib").Add("/lib/libf.so.1", Library + "\nneeds libg.so").Add("/usr/lib/libg.so", "shared\noffers f\noffers g");
        GlibcLoader loader = machine.Start();
        loader.LoadExtension("x", "/sp/x.so");
        Assert.Equal(["/usr/bin/python3.11", "/lib64/ld-linux-x86-64.so.2", "/lib/libc.so.6", "/sp/x.so", "/sp/../lib/libf.so.1", "/usr/lib/libg.so"], loader.Image.Images.Select(image => image.Path));
        Assert.Equal("/sp/../lib/libf.so.1", loader.Image.Binder.WhoAnswers("/sp/x.so", "f")!.Path);
        Assert.Equal("/usr/lib/libg.so", loader.Image.Binder.WhoAnswers("/sp/x.so", "g")!.Path);
        Assert.Equal("/lib/libc.so.6", loader.Image.Binder.WhoAnswers("/sp/x.so", "puts")!.Path);
        Assert.Null(loader.Image.Binder.WhoAnswers("/sp/x.so", "nowhere"));
        Assert.Null(loader.Image.Binder.WhoAnswers("/sp/other.so", "f"));
        Assert.Equal(LoadedImageOrigin.Opened, loader.Image.Images[3].Origin);
        Assert.Equal("/sp/x.so", loader.Image.Images[4].RequestedBy);
    }

    [Fact]
    public void A_relative_search_path_needs_the_working_directory() =>
        Assert.Contains(new LoaderMachine().Add("/sp/x.so", User + "\nrunpath lib").Failure().Steps, step => step.Outcome == SearchOutcome.Skipped && step.Reason.Contains("working directory", StringComparison.Ordinal));
}
