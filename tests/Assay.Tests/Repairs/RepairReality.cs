using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Assay.Tests.Fixtures;
using Assay.Tests.Indexes;

namespace Assay.Tests.Repairs;

/// <summary>Repairs of real environments with the real pip: what they leave where they succeed, and that they leave nothing where they do not.</summary>
[Trait("speed", "slow")]
public sealed class RepairReality
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_new_one_takes_the_place_and_the_old_one_comes_back_and_goes(bool canExchange)
    {
        using SmallEnvironment small = new();
        DrillAnswer answer = Drill.Run(small.Order(canExchange: canExchange));
        Assert.Equal("Repaired", answer.End);
        Assert.Empty(answer.Healed);
        Assert.Equal("2.0", small.Imports());
        AssertNamesItself(small);

        // One is set aside: another repair waits for a word about it.
        answer = Drill.Run(small.Order(canExchange: canExchange));
        Assert.Equal("Refused", answer.End);
        Assert.Contains("fix --keep", answer.Message, StringComparison.Ordinal);

        Assert.Equal("Undone", Drill.Run(small.Order("undo", canExchange)).End);
        Assert.Equal("1.0", small.Imports());
        Assert.Equal(small.Hash, SmallEnvironment.TreeHash(small.Prefix));
        Assert.Equal("Undone", Drill.Run(small.Order("undo", canExchange)).End);
        Assert.Equal("2.0", small.Imports());
        AssertNamesItself(small);

        Assert.Equal("Kept", Drill.Run(small.Order("keep")).End);
        Assert.Equal("2.0", small.Imports());
        Assert.False(Directory.Exists(small.Holder));
        Assert.Equal("Nothing", Drill.Run(small.Order("keep")).End);
        Assert.Equal("Nothing", Drill.Run(small.Order("undo")).End);
        Assert.False(Directory.Exists(small.Holder));
    }

    [Fact]
    public void A_link_stays_and_an_environment_with_its_own_pip_names_its_place_everywhere()
    {
        using SmallEnvironment small = new();
        string link = Path.Combine(small.Folder, "link");
        File.CreateSymbolicLink(link, small.Prefix);
        JsonObject order = small.Order();
        order["prefix"] = link;
        order["pip"] = true;
        Assert.Equal("Repaired", Drill.Run(order).End);
        Assert.Equal(small.Prefix, new FileInfo(link).LinkTarget);
        Assert.Equal("2.0", small.Imports());
        AssertNamesItself(small);
        Assert.Equal(0, ChildProcess.Run(small.Prefix + "/bin/pip", ["check"]).ExitCode);
    }

    [Fact]
    public void What_does_not_import_takes_nobodys_place()
    {
        using SmallEnvironment small = new();
        small.Write("tiny", "3.0", "import nowhere\n");
        DrillAnswer answer = Drill.Run(small.Order(requirement: "tiny==3.0"));
        Assert.Equal("Failed", answer.End);
        Assert.Contains("does not import tiny: ModuleNotFoundError: No module named 'nowhere'", answer.Message, StringComparison.Ordinal);
        small.AssertUntouched();
        Assert.Contains("Successfully installed tiny-3.0", File.ReadAllText(answer.Log), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_one_clear_line()
    {
        using SmallEnvironment small = new();
        DrillAnswer answer = Drill.Run(small.Order(requirement: "tiny==9.0"));
        Assert.Equal("Failed", answer.End);
        Assert.Contains("No matching distribution found for tiny==9.0", answer.Message, StringComparison.Ordinal);
        small.AssertUntouched();
    }

    [Fact]
    public async Task An_index_that_stops_answering_ends_in_a_clear_line()
    {
        using SmallEnvironment small = new();
        await using LoopbackServer server = new((_, _, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        JsonObject order = small.Order();
        order["noIndex"] = false;
        order["findLinks"] = new JsonArray();
        order["indexes"] = new JsonArray(server.Root + "simple");
        order["timeout"] = 1;
        order["retries"] = 1;
        long started = Stopwatch.GetTimestamp();
        DrillAnswer answer = Drill.Run(order);
        Assert.Equal("Failed", answer.End);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60));
        Assert.False(server.Requests.IsEmpty);
        Assert.Contains("an index does not answer", answer.Message, StringComparison.Ordinal);
        small.AssertUntouched();
    }

    [Fact]
    public async Task An_index_that_drips_for_ever_is_not_waited_for()
    {
        using SmallEnvironment small = new();
        await using LoopbackServer server = new(Drip);
        JsonObject order = small.Order();
        order["noIndex"] = false;
        order["findLinks"] = new JsonArray();
        order["indexes"] = new JsonArray(server.Root + "simple");
        order["patience"] = 6;
        DrillAnswer answer = Drill.Run(order);
        Assert.Equal("Failed", answer.End);
        Assert.Contains("did not end within 6 seconds", answer.Message, StringComparison.Ordinal);
        small.AssertUntouched();

        static async Task Drip(LoopbackRequest request, NetworkStream stream, CancellationToken cancellation)
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"u8.ToArray(), cancellation);
            while (true)
            {
                await stream.WriteAsync(new byte[] { (byte)' ' }, cancellation);
                await Task.Delay(200, cancellation);
            }
        }
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_user_who_stops_it_finds_everything_as_it_was(string signal)
    {
        using SmallEnvironment small = new();
        using Drill drill = Drill.Start(small.Order());
        Assert.NotNull(drill.Await("step Filling"));
        Thread.Sleep(200);
        drill.Signal(signal);
        DrillAnswer answer = drill.Finish();
        Assert.Equal("Stopped", answer.End);
        small.AssertUntouched();
    }

    [Fact]
    public void A_signal_that_its_command_dies_of_first_stops_it_all_the_same()
    {
        using SmallEnvironment small = new();
        using Drill drill = Drill.Start(small.Order());
        Assert.NotNull(drill.Await("step Filling"));
        Thread.Sleep(200);
        drill.SignalBehind("TERM");
        Assert.Equal("Stopped", drill.Finish().End);
        small.AssertUntouched();
    }

    [Fact]
    public void Of_two_at_once_the_second_one_says_who_is_at_work()
    {
        using SmallEnvironment small = new();
        using Drill first = Drill.Start(small.Order(steps: true));
        _ = first.Pass("step: Filling");
        DrillAnswer second = Drill.Run(small.Order());
        Assert.Equal("Refused", second.End);
        Assert.Contains($"another assay is at work on {small.Prefix}: process ", second.Message, StringComparison.Ordinal);
        _ = first.Pass(null);
        Assert.Equal("2.0", small.Imports());
    }

    [Fact]
    public void What_runs_from_the_environment_keeps_it()
    {
        using SmallEnvironment small = new();
        using Process user = Process.Start(new ProcessStartInfo(small.Prefix + "/bin/python", ["-c", "import time; time.sleep(100)"]))!;
        DrillAnswer answer = Drill.Run(small.Order());
        user.Kill();
        user.WaitForExit();
        Assert.Equal("Refused", answer.End);
        Assert.Contains($"is in use by process {user.Id}", answer.Message, StringComparison.Ordinal);
        small.AssertUntouched();
        Assert.False(Directory.Exists(small.Holder));
    }

    [Theory]
    [InlineData("import sys; print('Error: Command failed'); print('The virtual environment was not created successfully because ensurepip is not available.'); sys.exit(1)", "python3-venv has it")]
    [InlineData("import sys; sys.exit('/usr/bin/python3: No module named venv')", "python3-venv has it")]
    [InlineData("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "venv died of SIGSEGV")]
    public void A_base_that_cannot_make_one_is_said(string program, string expected)
    {
        using SmallEnvironment small = new();
        File.WriteAllText(small.Base, $"#!/usr/bin/python3\n{program}\n");
        DrillAnswer answer = Drill.Run(small.Order());
        Assert.Equal("Failed", answer.End);
        Assert.Contains(expected, answer.Message, StringComparison.Ordinal);
        small.AssertUntouched();
    }

    [Fact]
    public void What_is_no_virtual_environment_is_refused_and_nothing_is_written()
    {
        using SmallEnvironment small = new();
        foreach ((string prefix, string expected) in new[] { ("/usr", "is no virtual environment"), (small.Folder + "/nowhere", "there is no such directory"), (small.Wheels, "is no virtual environment") })
        {
            JsonObject order = small.Order();
            order["prefix"] = prefix;
            DrillAnswer answer = Drill.Run(order);
            Assert.Equal("Refused", answer.End);
            Assert.Contains(expected, answer.Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(prefix + ".assay"));
        }

        Directory.CreateDirectory(small.Wheels + "/conda-meta");
        JsonObject conda = small.Order();
        conda["prefix"] = small.Wheels;
        Assert.Contains("belongs to conda", Drill.Run(conda).Message, StringComparison.Ordinal);
        JsonObject itself = small.Order();
        itself["python"] = small.Prefix + "/bin/python";
        Assert.Contains("lies in the environment itself", Drill.Run(itself).Message, StringComparison.Ordinal);
        small.AssertUntouched();
        Assert.False(Directory.Exists(small.Holder));
    }

    // No file of it names the place it was made at, the scripts run, and RECORD has the digests of what is there.
    private static void AssertNamesItself(SmallEnvironment small)
    {
        string site = Directory.GetDirectories(small.Prefix + "/lib", "python3*")[0] + "/site-packages";
        foreach (string file in Directory.EnumerateFiles(small.Prefix, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf(".assay/new"u8) >= 0, file);
        Assert.Equal($"2.0 {site}/tiny/__init__.py", ChildProcess.Run(small.Prefix + "/bin/tiny", []).Output.Trim());
        Assert.Equal(small.Prefix, ChildProcess.Run("/bin/sh", ["-c", ". \"$0/bin/activate\" && echo \"$VIRTUAL_ENV\"", small.Prefix]).Output.Trim());
        Assert.Contains($"({Path.GetFileName(small.Prefix)}) ", File.ReadAllText(small.Prefix + "/bin/activate"), StringComparison.Ordinal);
        string check = "import base64, csv, hashlib, pathlib, sys\n"
            + "site = pathlib.Path(sys.argv[1])\n"
            + "for record in site.glob('*.dist-info/RECORD'):\n"
            + "    for name, digest, size in csv.reader(record.open()):\n"
            + "        if digest:\n"
            + "            data = (site / name).read_bytes()\n"
            + "            found = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()\n"
            + "            assert digest == 'sha256=' + found and int(size) == len(data), name\n"
            + "        else:\n"
            + "            assert (site / name).exists(), name\n";
        (int status, _, string error) = ChildProcess.Run("/usr/bin/python3", ["-c", check, site]);
        Assert.True(status == 0, error);
    }
}
