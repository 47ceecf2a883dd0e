using System.Text;
using Assay.Verification.Importing;

namespace Assay.Tests.Verification.Importing;

/// <summary>What is kept and read of what processes print.</summary>
public sealed class LastWordsTests
{
    [Fact]
    public void The_stack_of_the_running_thread_is_read_outermost_first()
    {
        const string Text = """
            Fatal Python error: Segmentation fault

            Thread 0x00007f0000000001 (most recent call first):
              File "/usr/lib/python3.11/threading.py", line 324 in wait

            Current thread 0x00007f0000000002 (most recent call first):
              File "<frozen importlib._bootstrap>", line 241 in _call_with_frames_removed
              File "/opt/a "b", line 2.py", line 12 in inner
              File "/opt/x.py", line 3 in <module>
              File "<string>", line 81 in assay
              File "<string>", line 99 in <module>

            Extension modules: numpy (total: 1)

            Current thread's C stack trace (most recent call first):
              Binary file "/usr/bin/python3", at _Py_DumpStack+0x31 [0x5]
            """;
        Assert.Equal([new PythonFrame("/opt/x.py", 3, "<module>"), new PythonFrame("/opt/a \"b\", line 2.py", 12, "inner")], FatalStack.Read(Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Current thread 0x1 (most recent call first):\n  <no Python frame>\n")]
    [InlineData("  File \"x.py\", line 1 in f\n")]
    [InlineData("Current thread 0x1 (most recent call first):\n  File \"x.py\", line many in f\n  File \"\n")]
    public void Without_a_stack_there_is_none(string text) => Assert.Empty(FatalStack.Read(text));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1999)]
    [InlineData(2000)]
    [InlineData(2001)]
    [InlineData(4000)]
    [InlineData(4001)]
    [InlineData(300_000)]
    public void Of_much_talk_the_beginning_and_the_end_are_kept(int length)
    {
        string text = string.Concat(Enumerable.Range(0, length).Select(number => (char)('a' + number % 26)));
        BoundedTalk talk = new(new MemoryStream(Encoding.ASCII.GetBytes(text)));
        string expected = length <= 4000 ? text : $"{text[..2000]}\n[{length - 4000} bytes]\n{text[^2000..]}";
        Assert.Equal(expected, talk.Text());
        Assert.Equal(length, talk.Total);
    }

    [Theory]
    [InlineData(0xC000001D, "STATUS_ILLEGAL_INSTRUCTION")]
    [InlineData(0xC0000005, "STATUS_ACCESS_VIOLATION")]
    [InlineData(0xC0001234, "0xC0001234")]
    [InlineData(1, null)]
    public void A_status_of_windows_has_its_name(uint status, string? name) => Assert.Equal(name, SignalName.OfStatus(status));

    [Fact]
    public void The_time_for_the_import_is_not_that_of_the_end()
    {
        DriverAnswer answer = DriverAnswer.Read([], "N");
        ImportWatch watch = new(new ImportOrder("x", ["python"]) { Patience = TimeSpan.FromSeconds(60) }, () => answer);
        Assert.False(watch.IsOverdue(59));
        Assert.True(watch.IsOverdue(61));
        watch = new(new ImportOrder("x", ["python"]) { Patience = TimeSpan.FromSeconds(60) }, () => answer);
        answer = DriverAnswer.Read("15:1:N,8:imported,,"u8, "N");
        Assert.True(answer.IsImported);
        Assert.False(watch.IsOverdue(30));
        Assert.False(watch.IsOverdue(34));
        Assert.True(watch.IsOverdue(36));
    }
}
