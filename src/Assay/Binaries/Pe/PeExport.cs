namespace Assay.Binaries.Pe;

/// <summary>An entry of the export table.</summary>
/// <param name="Name">The name, or null for one that is offered by ordinal only.</param>
/// <param name="Ordinal">The ordinal, base included.</param>
/// <param name="Address">Where it is; 0 for a forwarder.</param>
/// <param name="Forwarder"><c>OTHER.Name</c> or <c>OTHER.#12</c> when it is only forwarded, else null.</param>
public sealed record PeExport(string? Name, uint Ordinal, Rva Address, string? Forwarder)
{
    /// <summary>The name, or <c>#12</c> for the nameless.</summary>
    public string Label => Name ?? $"#{Ordinal}";

    /// <summary>The neutral view of it.</summary>
    internal OfferedSymbol ToOffer() => new(Label) { Forward = Forwarder };
}
