using System.Text;
using Assay.Repairs;

namespace Assay.Tests.Repairs;

/// <summary>A journal says as much as was written, wherever the writing stopped.</summary>
public sealed class JournalTests
{
    private static readonly JournalLine[] Lines =
    [
        new(JournalEvent.Begin) { Task = "apply", Run = new string('a', 32), Process = 12, Started = 34 },
        new(JournalEvent.Step) { Step = "Filling" },
        new(JournalEvent.Swapping) { Stands = "fe:1", Comes = "fe:2" },
        new(JournalEvent.Swapped),
        new(JournalEvent.End),
    ];

    [Fact]
    public void Cut_off_at_any_byte_it_says_what_stands_before()
    {
        byte[] whole = [.. Lines.SelectMany(line => line.ToBytes())];
        int[] ends = [.. Lines.Select((_, number) => Lines.Take(number + 1).Sum(line => line.ToBytes().Length))];
        for (int length = 0; length <= whole.Length; length++)
        {
            JournalState state = JournalState.Read(whole.AsSpan(0, length));

            // A line without its end of line is as good as one with it.
            int count = ends.Count(end => end - 1 <= length);
            Assert.Equal(count >= 1 ? Lines[0] : null, state.Begin);
            Assert.Equal(count >= 2 ? "Filling" : null, state.Last);
            Assert.Equal(count >= 3 ? Lines[2] : null, state.Swapping);
            Assert.Equal(count is 0 or 5, state.IsOver);
        }
    }

    [Fact]
    public void What_follows_a_line_that_was_cut_off_counts()
    {
        byte[] cut = [.. Lines[0].ToBytes(), .. Lines[1].ToBytes()[..9], .. Lines[2].ToBytes()];
        JournalState state = JournalState.Read(cut);
        Assert.Null(state.Last);
        Assert.Equal(Lines[2], state.Swapping);
    }

    [Theory]
    [InlineData("{\"event\":\"Begin\",\"run\":\"PATH=\",\"process\":1}")]
    [InlineData("{\"event\":\"Begin\",\"run\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaag\"}")]
    public void A_mark_that_is_none_marks_nothing(string line) => Assert.Null(JournalState.Read(Encoding.UTF8.GetBytes(line)).Begin!.Run);

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("{\"event\":7}")]
    [InlineData("{\"event\":\"77\"}")]
    [InlineData("{\"event\":\"Dancing\"}")]
    public void Nonsense_says_nothing(string line) => Assert.Equal(JournalState.None, JournalState.Read(Encoding.UTF8.GetBytes(line)));
}
