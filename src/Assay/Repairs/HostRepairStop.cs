using System.Runtime.InteropServices;

namespace Assay.Repairs;

/// <summary>Listens to Ctrl-C and its kin: the first one asks the run to clean up and end, the second one ends it.</summary>
internal sealed class HostRepairStop : IDisposable
{
    private static readonly TimeSpan Delivery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    /// <summary>Begins to listen.</summary>
    public HostRepairStop() =>
        registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            if (source.IsCancellationRequested) return;
            context.Cancel = true;
            source.Cancel();
        }))];

    /// <summary>Whether it has been asked for.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Waits a moment for a request that may be on its way: what we started is killed by the same signal that stops us, and can be gone before that is noted here.</summary>
    /// <param name="stop">The token.</param>
    /// <param name="signal">What a process of ours died of; null where it did not.</param>
    public static void AwaitBehind(CancellationToken stop, object? signal)
    {
        if (signal is not null) _ = stop.WaitHandle.WaitOne(Delivery);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
        source.Dispose();
    }
}
