namespace Assay.Comparison;

/// <summary>What differs.</summary>
public enum DifferenceKind
{
    /// <summary>A file, directory or link.</summary>
    File,

    /// <summary>An installed distribution.</summary>
    Distribution,

    /// <summary>A variable of the process environment.</summary>
    Variable,

    /// <summary>Where the loader looks for libraries.</summary>
    LibrarySearch,

    /// <summary>Where the interpreter looks for modules.</summary>
    ModuleSearch,

    /// <summary>The interpreter.</summary>
    Interpreter,

    /// <summary>The machine.</summary>
    Machine,
}
