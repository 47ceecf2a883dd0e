namespace Assay.Imports;

/// <summary>What a module is made of.</summary>
public enum ModuleKind
{
    /// <summary>Compiled into the interpreter.</summary>
    Builtin,

    /// <summary>Python source.</summary>
    Source,

    /// <summary>Byte code without its source (<c>.pyc</c> in the package directory).</summary>
    Bytecode,

    /// <summary>An extension module.</summary>
    Extension,

    /// <summary>A namespace package: directories without <c>__init__</c>.</summary>
    Namespace,
}

/// <summary>One module that the import would load, in the order CPython would load it.</summary>
/// <param name="Module">The dotted name.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="File">The file, absolute; null for built-in and namespace modules.</param>
/// <param name="Importer">The module whose statement asked for it first, or null for the asked import itself.</param>
/// <param name="IsCertain">False when it stands under a condition that reading does not decide.</param>
public sealed record ImportStep(string Module, ModuleKind Kind, string? File, string? Importer, bool IsCertain);
