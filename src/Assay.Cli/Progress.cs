namespace Assay.Cli;

/// <summary>A line on the terminal that says that work goes on. It appears only when the work takes long, and leaves nothing behind.</summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private readonly Lock gate = new();
    private readonly TextWriter error;
    private readonly Timer timer;
    private volatile string what;
    private readonly long started = Environment.TickCount64;
    private bool shown;
    private bool done;

    private Progress(TextWriter error, string what)
    {
        this.error = error;
        this.what = what;
        timer = new Timer(_ => Show(), null, Patience, Beat);
    }

    /// <summary>Starts to watch a piece of work, or does nothing when nobody looks.</summary>
    /// <param name="session">The streams.</param>
    /// <param name="what">What is done: <c>reading /usr</c>.</param>
    public static Progress? Start(Session session, string what) => session.ErrorIsTerminal ? new Progress(session.Error, what) : null;

    /// <summary>Says what is done by now; may be called from any thread.</summary>
    /// <param name="now">The new words.</param>
    public void Say(string now) => what = now;

    /// <summary>Removes the line.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            done = true;
            timer.Dispose();
            if (shown) error.Write("\r\u001b[K");
            error.Flush();
        }
    }

    private void Show()
    {
        lock (gate)
        {
            if (done) return;
            shown = true;
            error.Write($"\r{what} ... {(Environment.TickCount64 - started) / 1000.0:0.0} s\u001b[K");
            error.Flush();
        }
    }
}
