using System.Text.Json.Nodes;

namespace Assay.Tests.Repairs;

/// <summary>
/// Ended by SIGKILL at every place and at any moment: what stands there is the old environment to the last byte or the new one, it imports, nothing goes on, and the next run says what it
/// found and leaves nothing of it.
/// </summary>
[Trait("speed", "slow")]
public sealed class KillReality
{
    private const int Seed = 20261129;
    private const int RandomKills = 150;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_repair_that_is_killed_at_any_place(bool canExchange)
    {
        using SmallEnvironment model = new();
        List<string> places;
        using (Drill whole = Drill.Start(model.Order(canExchange: canExchange, steps: true))) places = whole.Pass(null);
        Assert.Equal(16, places.Count);
        InParallel(places.Count, (small, number) =>
        {
            using (Drill drill = Drill.Start(small.Order(canExchange: canExchange, steps: true)))
            {
                Assert.Equal(places[number], drill.Pass(places[number])[^1]);
                drill.Kill();
            }

            bool isNew = AssertWhole(small, isAllowedToBeAway: !canExchange);
            bool isThere = small.Imports() is not null;
            JsonObject next = small.Order(number % 2 == 0 ? "undo" : "apply", canExchange);
            DrillAnswer answer = Drill.Run(next);
            AssertHealed(small, answer, number % 2 == 0, isNew || !isThere, places[number]);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_undoing_and_a_keeping_that_are_killed_at_any_place(bool canExchange)
    {
        using SmallEnvironment model = new();
        Assert.Equal("Repaired", Drill.Run(model.Order(canExchange: canExchange)).End);
        List<(string Task, string Place)> cases = [];
        foreach (string task in new[] { "undo", "keep" })
        {
            using Drill whole = Drill.Start(model.Order(task, canExchange, steps: true));
            cases.AddRange(whole.Pass(null).Select(place => (task, place)));
        }

        InParallel(cases.Count, (small, number) =>
        {
            Assert.Equal("Repaired", Drill.Run(small.Order(canExchange: canExchange)).End);
            using (Drill drill = Drill.Start(small.Order(cases[number].Task, canExchange, steps: true)))
            {
                Assert.Equal(cases[number].Place, drill.Pass(cases[number].Place)[^1]);
                drill.Kill();
            }

            AssertWhole(small, isAllowedToBeAway: !canExchange);

            // Whatever became of it: after the next one the environment is one of the two, and after a keeping nothing else is there.
            Assert.Contains(Drill.Run(small.Order("keep", canExchange)).End, new[] { "Kept", "Nothing" });
            AssertWhole(small, isAllowedToBeAway: false);
            Assert.False(Directory.Exists(small.Holder));
        });
    }

    [Fact]
    public void A_healing_that_is_killed_is_healed_by_the_next_one()
    {
        InParallel(6, (small, number) =>
        {
            string place = new[] { "exchange: moved away", "exchange: moved in", "exchange: exchanged" }[number % 3];
            bool canExchange = place == "exchange: exchanged";
            using (Drill drill = Drill.Start(small.Order(canExchange: canExchange, steps: true)))
            {
                _ = drill.Pass(place);
                drill.Kill();
            }

            foreach (string healing in new[] { "healing: renamed", "healing: set aside", "healing: removed" })
            {
                using Drill drill = Drill.Start(small.Order("undo", canExchange, steps: true));
                if (drill.Pass(healing).LastOrDefault() == healing) drill.Kill();
            }

            Assert.Contains(Drill.Run(small.Order("keep", canExchange)).End, new[] { "Kept", "Nothing" });
            AssertWhole(small, isAllowedToBeAway: false);
            Assert.False(Directory.Exists(small.Holder));
        });
    }

    [Fact]
    public void A_repair_that_is_killed_at_any_moment()
    {
        double seconds;
        using (SmallEnvironment model = new())
        {
            long started = Environment.TickCount64;
            Assert.Equal("Repaired", Drill.Run(model.Order()).End);
            seconds = (Environment.TickCount64 - started) / 1000.0;
        }

        int inNew = 0, healed = 0;
        InParallel(RandomKills, (small, number) =>
        {
            // Some more than it takes alone: two run at once.
            double moment = new Random(Seed + number).NextDouble() * seconds * 1.3;
            bool canExchange = number % 3 != 0;
            using (Drill drill = Drill.Start(small.Order(canExchange: canExchange)))
            {
                Thread.Sleep(TimeSpan.FromSeconds(moment));
                drill.Kill();
            }

            bool isNew = AssertWhole(small, isAllowedToBeAway: !canExchange);
            if (isNew) Interlocked.Increment(ref inNew);
            DrillAnswer answer = Drill.Run(small.Order("undo", canExchange));
            if (answer.Healed.Count > 0) Interlocked.Increment(ref healed);
            Assert.Contains(answer.End, new[] { "Undone", "Nothing" });
            Assert.Equal(small.Hash, SmallEnvironment.TreeHash(small.Prefix));
            Assert.Equal("1.0", small.Imports());
            Assert.Equal("Undone" == answer.End ? "Kept" : "Nothing", Drill.Run(small.Order("keep", canExchange)).End);
            Assert.False(Directory.Exists(small.Holder));
        });
        Assert.True(healed > RandomKills / 4, $"{healed} of {RandomKills} kills left something to heal: too few to say much");
        TestContext.Current.TestOutputHelper?.WriteLine($"{RandomKills} kills over {seconds * 1.3:0.0} s each: {inNew} found the new environment, {healed} left something to heal");
    }

    // True when the new one stands there. Between the two renames of a file system that cannot exchange there is none for a moment; the next run finishes that.
    private static bool AssertWhole(SmallEnvironment small, bool isAllowedToBeAway)
    {
        if (isAllowedToBeAway && !Directory.Exists(small.Prefix)) return false;
        string? version = small.Imports();
        Assert.Contains(version, new[] { "1.0", "2.0" });
        if (version == "1.0") Assert.Equal(small.Hash, SmallEnvironment.TreeHash(small.Prefix));
        return version == "2.0";
    }

    private static void AssertHealed(SmallEnvironment small, DrillAnswer answer, bool undoes, bool wasExchanged, string place)
    {
        // What was begun and not ended is said.
        bool isInside = place is not ("step: Healing" or "healing: removed" or "ended");
        Assert.True(isInside == (answer.Healed.Count == 1), $"{place}: {string.Join("; ", answer.Healed)}");
        if (undoes)
        {
            Assert.Equal(wasExchanged ? "Undone" : "Nothing", answer.End);
            small.AssertUndone();
            return;
        }

        // A repair again: it is done, or an earlier one has been done already.
        Assert.True(answer.End == (wasExchanged ? "Refused" : "Repaired"), $"{place}: {answer}");
        Assert.Equal("2.0", small.Imports());
    }

    private static void InParallel(int count, Action<SmallEnvironment, int> test) => Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, number =>
    {
        using SmallEnvironment small = new(model: Model.Value);
        test(small, number);
    });

    private static readonly Lazy<SmallEnvironment> Model = new(() => new SmallEnvironment());
}
