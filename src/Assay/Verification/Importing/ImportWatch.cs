namespace Assay.Verification.Importing;

/// <summary>Decides when a child has had its time: so long for the import, so long again for the regression, and little for the end of the process.</summary>
/// <param name="order">The order it carries out.</param>
/// <param name="read">Reads what it has answered by now.</param>
internal sealed class ImportWatch(ImportOrder order, Func<DriverAnswer> read)
{
    // What is left then is the end of the interpreter: threads that are waited for, destructors.
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(5);
    private int count;
    private double since;

    /// <summary>True when it has had its time.</summary>
    /// <param name="seconds">Seconds since its start.</param>
    public bool IsOverdue(double seconds)
    {
        DriverAnswer answer = read();
        bool isStep = answer.Count != count && (answer.IsImported || answer.Exception is not null);
        if (isStep) since = seconds;
        count = answer.Count;
        bool isEnding = answer.Exception is not null || (answer.IsImported && !answer.IsFitting);
        double allowed = isEnding ? Math.Min(Ending.TotalSeconds * (order.IsEmulated ? 6 : 1), order.Patience.TotalSeconds) : order.Patience.TotalSeconds;
        return seconds - since > allowed;
    }
}
