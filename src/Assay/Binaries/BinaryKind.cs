namespace Assay.Binaries;

/// <summary>What a binary is for.</summary>
public enum BinaryKind
{
    /// <summary>None of the following (object file, core dump, ...).</summary>
    Other,

    /// <summary>A program: ET_EXEC, an ET_DYN with DF_1_PIE, MH_EXECUTE, a PE without IMAGE_FILE_DLL.</summary>
    Executable,

    /// <summary>A shared library: ET_DYN, MH_DYLIB, IMAGE_FILE_DLL.</summary>
    SharedLibrary,

    /// <summary>A plug-in that nothing links against: MH_BUNDLE.</summary>
    Bundle,
}
