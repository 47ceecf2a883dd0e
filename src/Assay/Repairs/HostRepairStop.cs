using System.Runtime.InteropServices;

namespace Assay.Repairs;

/// <summary>Listens to Ctrl-C and its kin: the first one asks the run to clean up and end, the second one ends it.</summary>
internal sealed class HostRepairStop : IDisposable
{
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

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations) registration.Dispose();
        source.Dispose();
    }
}
