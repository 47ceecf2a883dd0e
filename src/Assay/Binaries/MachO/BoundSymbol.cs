namespace Assay.Binaries.MachO;

/// <summary>A symbol that dyld has to find.</summary>
/// <param name="Name">The name as stored, leading underscore included.</param>
/// <param name="Ordinal">The library ordinal: 1-based, 0 self, -1 main program, -2 flat, -3 weak coalescing.</param>
/// <param name="IsWeak">True when it may stay unresolved.</param>
public readonly record struct BoundSymbol(string Name, int Ordinal, bool IsWeak)
{
    /// <summary>True when nothing but a lazy pointer wants it: it is bound at the first call, unless dlopen asks for everything at once.</summary>
    public bool IsLazy { get; init; }
}
