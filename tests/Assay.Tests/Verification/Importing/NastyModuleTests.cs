using System.Diagnostics;
using Assay.Tests.Fixtures;
using Assay.Verification.Importing;

namespace Assay.Tests.Verification.Importing;

/// <summary>Modules that do to their process whatever a module can do: each is one clear outcome, and nothing of it is left.</summary>
[Trait("speed", "slow")]
public sealed class NastyModuleTests
{
    private static bool IsIntel => System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64;

    [Fact]
    public void A_constructor_that_dies_is_named_with_its_instruction()
    {
        Needs.Require(IsIntel, "no x86_64");
        using NastyModule module = NastyModule.Compiled("__attribute__((constructor)) static void begin_here(void) { __asm__ volatile(\"nop; ud2\"); }");
        ImportOutcome outcome = module.Import();
        Assert.Equal((ImportOutcomeKind.Died, "SIGILL"), (outcome.Kind, outcome.Signal));
        CrashSite site = outcome.Site!;
        Assert.Equal(Path.Combine(module.Folder, "nasty.so"), site.File);
        Assert.Equal(("begin_here", 1UL, false), (site.Function, site.FunctionOffset, site.IsSent));
        Assert.Equal([0x0f, 0x0b], site.Bytes[..2].ToArray());
        Assert.Null(site.Reached);
    }

    [Fact]
    public void An_init_function_that_dies_is_told_from_what_it_calls()
    {
        Needs.Require(IsIntel, "no x86_64");
        using NastyModule direct = NastyModule.Compiled("", "__asm__ volatile(\"ud2\")");
        Assert.Equal("PyInit_nasty", direct.Import().Site!.Function);
        using NastyModule inner = NastyModule.Compiled("static __attribute__((noinline)) void tables(void) { __asm__ volatile(\"ud2\"); }", "tables()");
        Assert.Equal("tables", inner.Import().Site!.Function);
    }

    [Fact]
    public void A_function_that_only_a_call_would_reach_does_no_harm()
    {
        using NastyModule module = NastyModule.Compiled("void later(void) { __builtin_trap(); }");
        ImportOutcome outcome = module.Import();
        Assert.Equal((ImportOutcomeKind.Imported, true), (outcome.Kind, outcome.IsSound));
        Assert.Equal(Path.Combine(module.Folder, "nasty.so"), outcome.ModuleFile);
    }

    [Fact]
    public void A_module_that_hangs_is_killed_and_where_it_was_is_said()
    {
        using NastyModule module = NastyModule.Compiled("", "for (;;) pause()");
        ImportOutcome outcome = module.Import(patience: 1);
        Assert.Equal(ImportOutcomeKind.Hung, outcome.Kind);
        Assert.Equal("pause", outcome.Site!.Function);
        using NastyModule python = NastyModule.Written("import time\ndef wait():\n    time.sleep(1000)\nwait()\n");
        outcome = python.Import(patience: 1);
        Assert.Equal(ImportOutcomeKind.Hung, outcome.Kind);
        Assert.Equal([("nasty.py", 4, "<module>"), ("nasty.py", 3, "wait")], outcome.Frames.Select(frame => (Path.GetFileName(frame.File), frame.Line, frame.Function)));
    }

    [Theory]
    [InlineData("signal(SIGABRT, SIG_IGN); for (;;) { }")]
    [InlineData("sigset_t all; sigfillset(&all); sigprocmask(SIG_BLOCK, &all, 0); for (;;) pause()")]
    [InlineData("raise(SIGSTOP)")]
    public void A_module_that_does_not_listen_is_killed_all_the_same(string inside)
    {
        using NastyModule module = NastyModule.Compiled("", inside);
        long started = Stopwatch.GetTimestamp();
        Assert.Equal(ImportOutcomeKind.Hung, module.Import(patience: 1).Kind);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("_exit(0)", 0)]
    [InlineData("_exit(7)", 7)]
    [InlineData("exit(0)", 0)]
    public void A_silent_exit_is_no_success(string inside, int status)
    {
        using NastyModule module = NastyModule.Compiled("", inside);
        ImportOutcome outcome = module.Import();
        Assert.Equal((ImportOutcomeKind.Exited, (int?)status), (outcome.Kind, outcome.Status));
    }

    [Fact]
    public void A_flood_neither_fills_memory_nor_stops_the_import()
    {
        using NastyModule module = NastyModule.Compiled("static char b[1 << 16];", "memset(b, 'x', sizeof b); for (int i = 0; i < 5000; i++) { write(2, b, sizeof b); write(1, b, sizeof b); } write(2, \"the end\", 7)");
        long before = GC.GetTotalMemory(forceFullCollection: true);
        ImportOutcome outcome = module.Import();
        Assert.Equal(ImportOutcomeKind.Imported, outcome.Kind);
        Assert.EndsWith("the end", outcome.Talk, StringComparison.Ordinal);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 50_000_000);
    }

    [Theory]
    [InlineData("if (fork() == 0) for (;;) pause()")]
    [InlineData("if (fork() == 0) { setsid(); if (fork() == 0) for (;;) pause(); _exit(0); }")]
    [InlineData("if (fork() == 0) { setsid(); signal(SIGTERM, SIG_IGN); for (;;) if (fork() == 0) { usleep(1000); } else { usleep(1000); _exit(0); } }")] // a new process every millisecond
    public void What_a_module_leaves_running_is_gone(string inside)
    {
        using NastyModule module = NastyModule.Compiled("", inside);
        Assert.Equal(ImportOutcomeKind.Imported, module.Import().Kind);
        using NastyModule dying = NastyModule.Compiled("", inside + "; abort()");
        Assert.Equal("SIGABRT", dying.Import().Signal);
    }

    [Fact]
    public void A_fork_that_comes_back_twice_is_one_import()
    {
        using NastyModule module = NastyModule.Written("import os\nos.fork()\n");
        Assert.True(module.Import().IsSound);
    }

    [Theory]
    [InlineData("kill(getpid(), SIGKILL)", "SIGKILL")]
    [InlineData("kill(getpid(), SIGTERM)", "SIGTERM")]
    [InlineData("abort()", "SIGABRT")]
    [InlineData("*(volatile int *)8 = 1", "SIGSEGV")]
    [InlineData("int file = memfd_create(\"x\", 0); *(volatile int *)mmap(0, 4096, 1, 1, file, 0)", "SIGBUS")]
    public void Every_signal_has_its_name(string inside, string signal)
    {
        using NastyModule module = NastyModule.Compiled("void *mmap(void *, size_t, int, int, int, long);\nint memfd_create(const char *, unsigned);", inside);
        ImportOutcome outcome = module.Import();
        Assert.Equal((ImportOutcomeKind.Died, signal), (outcome.Kind, outcome.Signal));
        if (signal == "SIGSEGV") Assert.Equal((8UL, "PyInit_nasty"), (outcome.Site!.Reached, outcome.Site.Function));
        if (signal == "SIGABRT") Assert.True(outcome.Site!.IsSent);
    }

    [Fact]
    public void A_fault_that_was_handled_is_not_taken_for_the_cause_of_a_later_one()
    {
        Needs.Require(IsIntel, "no x86_64");

        // How cryptographic libraries find out what a processor can do.
        using NastyModule module = NastyModule.Compiled(
            "static sigjmp_buf back;\nstatic void no(int s) { siglongjmp(back, 1); }\nstatic void probe(void) { void (*old)(int) = signal(SIGILL, no); if (!sigsetjmp(back, 1)) __asm__ volatile(\"ud2\"); signal(SIGILL, old); }\nstatic __attribute__((noinline)) void dies(void) { __asm__ volatile(\"ud2\"); }",
            "probe(); if (getenv(\"DIE\")) dies()");
        Assert.True(module.Import().IsSound);
        Assert.Equal("dies", module.Import(change: order => order with { Variables = order.Variables.Add("DIE", "1") }).Site!.Function);
    }

    [Fact]
    public void A_crash_below_python_code_comes_with_its_stack()
    {
        using NastyModule module = NastyModule.Written("import os\ndef deep():\n    os.kill(os.getpid(), 11)\ndeep()\n");
        ImportOutcome outcome = module.Import();
        Assert.Equal("SIGSEGV", outcome.Signal);
        Assert.Equal([("nasty.py", 4, "<module>"), ("nasty.py", 3, "deep")], outcome.Frames.Select(frame => (Path.GetFileName(frame.File), frame.Line, frame.Function)));
        Assert.True(outcome.Site!.IsSent);
    }

    [Fact]
    public void A_death_after_the_import_is_told_apart()
    {
        using NastyModule module = NastyModule.Compiled("static void bye(void) { *(volatile int *)8 = 1; }", "atexit(bye)");
        ImportOutcome outcome = module.Import();
        Assert.Equal((ImportOutcomeKind.Imported, false, "SIGSEGV", "bye"), (outcome.Kind, outcome.IsSound, outcome.Afterwards!.Signal, outcome.Afterwards.Site!.Function));
        using NastyModule waiting = NastyModule.Written("import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()\n");
        outcome = waiting.Import(patience: 2);
        Assert.Equal((ImportOutcomeKind.Imported, ImportOutcomeKind.Hung), (outcome.Kind, outcome.Afterwards!.Kind));
    }

    [Fact]
    public void Where_nobody_may_watch_the_signal_and_the_stack_are_told()
    {
        using NastyModule module = NastyModule.Compiled("", "if (fork() == 0) { setsid(); for (;;) pause(); } *(volatile int *)8 = 1");
        ImportOutcome outcome = module.Import(change: order => order with { IsWatched = false });
        Assert.Equal((ImportOutcomeKind.Died, "SIGSEGV", null), (outcome.Kind, outcome.Signal, outcome.Site));
    }

    [Theory]
    [InlineData("", ImportOutcomeKind.Imported)]
    [InlineData("_exit(0)", ImportOutcomeKind.Exited)]
    [InlineData("abort()", ImportOutcomeKind.Died)]
    [InlineData("for (;;) pause()", ImportOutcomeKind.Hung)]
    [InlineData("static char b[1 << 16]; for (int i = 0; i < 1000; i++) write(2, b, sizeof b)", ImportOutcomeKind.Imported)]
    public void The_way_of_other_systems_gives_the_same_answers(string inside, ImportOutcomeKind kind)
    {
        using NastyModule module = NastyModule.Compiled("", inside);
        Assert.Equal(kind, module.Import(patience: 3, isPlain: true).Kind);
    }
}
