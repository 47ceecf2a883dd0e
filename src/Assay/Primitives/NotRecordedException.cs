namespace Assay.Primitives;

/// <summary>
/// Something was asked of a snapshot that it does not hold. It is no answer that something is missing on the machine: whoever asked cannot go on, and says so. The one exception to the rule
/// that a machine never throws.
/// </summary>
/// <param name="what">What is not held: <c>/etc/ld.so.preload</c>, <c>the variable PYTHONPATH</c>.</param>
public sealed class NotRecordedException(string what) : Exception($"the snapshot does not hold {what}")
{
    /// <summary>What is not held.</summary>
    public string What { get; } = what;

    /// <summary>The one that an exception is or holds, or null.</summary>
    /// <param name="error">An exception; several at once when threads met it.</param>
    public static NotRecordedException? In(Exception? error)
    {
        for (int depth = 0; error is not null && depth < 16; error = error.InnerException, depth++)
        {
            if (error is NotRecordedException found) return found;
            if (error is AggregateException several && several.InnerExceptions.Select(In).FirstOrDefault(inner => inner is not null) is { } among) return among;
        }

        return null;
    }
}
