using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries;

/// <summary>
/// The faults of one image in the order they were met. Safe for readers on several threads. <see cref="Guard"/> is the one boundary where a malformed
/// record stops being an exception.
/// </summary>
internal sealed class FaultLog
{
    /// <summary>More faults than this say nothing new; a hostile file could produce one per record.</summary>
    public const int Limit = 100;

    private ImmutableArray<BinaryFault> faults = [];

    /// <summary>What has been met so far.</summary>
    public ImmutableArray<BinaryFault> All
    {
        get
        {
            lock (this) return faults;
        }
    }

    /// <summary>Adds a fault; from the hundredth on they are only counted as one.</summary>
    /// <param name="fault">The fault.</param>
    public void Add(BinaryFault fault)
    {
        lock (this)
        {
            if (faults.Length < Limit - 1) faults = faults.Add(fault);
            else if (faults.Length == Limit - 1) faults = faults.Add(new BinaryFault(fault.Offset, "file", $"fewer than {Limit} faults", "more; the rest is left out"));
        }
    }

    /// <summary>Reads something; when it is malformed, notes the fault and gives the fallback.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="fallback">The answer when the reading fails; a list that was being filled keeps what was read before.</param>
    /// <param name="read">The reading.</param>
    public T Guard<T>(T fallback, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (MalformedInputException malformed)
        {
            Add(new BinaryFault(malformed.Offset, malformed.Record, malformed.Expected, malformed.Found));
            return fallback;
        }
    }
}
