namespace Assay.Rules;

/// <summary>The area a rule belongs to; the first digit of its code.</summary>
public enum RuleArea
{
    /// <summary>A0xx: a file is damaged or is not what its name says.</summary>
    Files = 0,

    /// <summary>A1xx: the loader does not find or accept what it needs.</summary>
    Loading = 1,

    /// <summary>A2xx: the file is for another system, processor or libc.</summary>
    Platforms = 2,

    /// <summary>A3xx: two binaries do not agree on symbols or versions.</summary>
    Abi = 3,

    /// <summary>A4xx: linear algebra.</summary>
    Blas = 4,

    /// <summary>A5xx: what is installed, by whom, and whether it is complete.</summary>
    Packaging = 5,

    /// <summary>A6xx: Python's own import system.</summary>
    Importing = 6,
}
