namespace Assay.Loading.Glibc;

/// <summary>Why an object is in the process although its file is not at hand.</summary>
internal enum Assumption
{
    /// <summary>Its file was read.</summary>
    None,

    /// <summary>The kernel maps it (the vdso).</summary>
    Kernel,

    /// <summary>A part of glibc: every glibc has it, and its symbols are known by version.</summary>
    GlibcLibrary,

    /// <summary>Another library of the target's system: whether it is there is not known.</summary>
    OtherLibrary,

    /// <summary>A Python interpreter that nobody named.</summary>
    Interpreter,
}
