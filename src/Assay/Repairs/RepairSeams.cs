namespace Assay.Repairs;

/// <summary>Where a test takes hold of a repair.</summary>
internal sealed record RepairSeams
{
    /// <summary>False to do as if the file system could not let two directories change places.</summary>
    public bool CanExchange { get; init; } = true;

    /// <summary>Called at every place where an end of the process would leave something else behind.</summary>
    public Action<string>? At { get; init; }

    /// <summary>Passes a place.</summary>
    /// <param name="place">Its name.</param>
    public void Pass(string place) => At?.Invoke(place);
}
