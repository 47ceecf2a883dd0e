using Assay.Examination;
using Assay.Primitives;
using Assay.Rules;

namespace Assay.Tests.Examination;

public sealed class ThreadFactsTests
{
    private const string Limits = "Limit                     Soft Limit           Hard Limit           Units     \nMax processes             300                  400                  processes \nMax open files            1024                 4096                 files     \n";

    [Fact]
    public void A_machine_that_says_nothing_has_no_limits() => Assert.Null(new ThreadFacts(new MemoryMachine()).Limits());

    [Theory]
    [InlineData("1000", 300)]
    [InlineData("0", null)]
    public void The_limit_on_processes_does_not_hold_the_superuser(string user, int? most)
    {
        MemoryMachine machine = Machine(user);
        machine.AddFile("/proc/self/limits", Limits);
        Assert.Equal(most, new ThreadFacts(machine).Limits()!.MostThreads);
    }

    [Fact]
    public void The_lowest_limit_of_the_groups_above_counts()
    {
        MemoryMachine machine = Machine("1000");
        machine.AddFile("/proc/self/limits", Limits);
        machine.AddFile("/proc/self/cgroup", "0::/user.slice/a.scope\n");
        machine.AddFile("/sys/fs/cgroup/user.slice/pids.max", "120\n");
        machine.AddFile("/sys/fs/cgroup/user.slice/a.scope/pids.max", "max\n");
        machine.AddFile("/sys/fs/cgroup/user.slice/cpu.max", "150000 100000\n");
        Assert.Equal(new ThreadLimits(5) { MostThreads = 120, LimitedBy = "pids.max of its control group", Quota = 1.5 }, new ThreadFacts(machine).Limits());
    }

    [Fact]
    public void Nothing_is_believed_that_is_no_number()
    {
        MemoryMachine machine = Machine("1000");
        machine.AddFile("/proc/self/limits", "Max processes             unlimited            unlimited            processes \n");
        machine.AddFile("/proc/self/cgroup", "0::/../../etc\n");
        machine.AddFile("/sys/fs/cgroup/pids.max", "99999999999999999999");
        machine.AddFile("/sys/fs/cgroup/cpu.max", "max 100000");
        Assert.Equal(new ThreadLimits(5), new ThreadFacts(machine).Limits());
        machine.AddFile("/proc/self/status", "Cpus_allowed_list:\t7-3\n");
        Assert.Null(new ThreadFacts(machine).Limits());
    }

    [Fact]
    public void Only_variables_that_libraries_look_at_are_kept()
    {
        MemoryMachine machine = new();
        machine.SetVariable("OMP_NUM_THREADS", "4");
        machine.SetVariable("HOME", "/root");
        Assert.Equal(["OMP_NUM_THREADS"], new ThreadFacts(machine).Variables().Keys);
    }

    private static MemoryMachine Machine(string user)
    {
        MemoryMachine machine = new();
        machine.AddFile("/proc/self/status", $"Name:\tassay\nUid:\t{user}\t{user}\t{user}\t{user}\nCpus_allowed_list:\t0-3,8\n");
        return machine;
    }
}
