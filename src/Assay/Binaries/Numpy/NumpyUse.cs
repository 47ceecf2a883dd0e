using System.Collections.Immutable;

namespace Assay.Binaries.Numpy;

/// <summary>What a compiled file tells of the NumPy it was built for.</summary>
/// <param name="Class">How it deals with NumPy.</param>
public sealed record NumpyUse(NumpyClass Class)
{
    private readonly Lazy<int?> level = new((int?)null);

    /// <summary>It does not use NumPy's C interface, or that is not known.</summary>
    public static NumpyUse None { get; } = new(NumpyClass.None);

    /// <summary>The oldest NumPy that a file of <see cref="NumpyClass.SecondHeaders"/> accepts, as written in it (<c>1.23</c>); null for the others.</summary>
    public string? Target { get; init; }

    /// <summary>True when code of Cython compares the sizes of NumPy's types with those of the headers, which it does before anything else.</summary>
    public bool ImportsTypes { get; init; }

    /// <summary>The texts of the ImportErrors that its <c>import_array</c> may end with; empty when its code does without the macro, or hides its texts.</summary>
    public ImmutableArray<string> RefusalTexts { get; init; } = [];

    /// <summary>True when NumPy 2 makes it print <c>AttributeError: _ARRAY_API not found</c>; headers of NumPy 1.26 print the long explanation again instead.</summary>
    public bool TellsAttribute { get; init; }

    /// <summary>True for a file that knows the names NumPy 2 gave its modules.</summary>
    public bool KnowsSecondNames { get; init; }

    /// <summary>Of NumPy's own core: the features it was compiled for, in NumPy's words (<c>X86_V2</c>), as its own message names them; null for other files and where it has no such message.</summary>
    public string? Baseline { get; init; }

    /// <summary>
    /// The level of the C interface that a file of <see cref="NumpyClass.FirstHeaders"/> asks for (<see cref="NumpyLevels"/>), decoded from its code on first use; null when that does not
    /// show it. The file must still be open.
    /// </summary>
    public int? Level => level.Value;

    /// <summary>What finds the level.</summary>
    internal Lazy<int?> LevelSource
    {
        init => level = value;
    }
}
