namespace Assay.Loading;

/// <summary>Why a loader refuses, or how the process dies.</summary>
public enum LoadFailureKind
{
    /// <summary>No file of that name on any path searched.</summary>
    MissingLibrary,

    /// <summary>A file is there, but for another machine; the loader says that it does not exist.</summary>
    WrongArchitecture,

    /// <summary>A file of the other ELF class is there (<c>wrong ELF class</c>).</summary>
    WrongClass,

    /// <summary>The file is no binary of this system: another format, text, an unpacked placeholder.</summary>
    NotABinary,

    /// <summary>A header field that the loader refuses (class, data encoding, version, OS ABI, type, sizes).</summary>
    InvalidHeader,

    /// <summary>The file ends before its headers do.</summary>
    TooShort,

    /// <summary>The file ends before its mapped segments do: SIGBUS at the first touch.</summary>
    Truncated,

    /// <summary>The file may not be read or mapped.</summary>
    PermissionDenied,

    /// <summary>Segments are not congruent with the page size.</summary>
    MisalignedSegment,

    /// <summary>No segment, or no dynamic section, or a program instead of a library.</summary>
    NotLoadable,

    /// <summary>It asks for an executable stack that the target does not give.</summary>
    ExecutableStack,

    /// <summary>A symbol version that the library found does not have.</summary>
    MissingVersion,

    /// <summary>The loader stops at one of its own assertions and the process exits with 127.</summary>
    LoaderAssertion,

    /// <summary>The file asks for a CPU level that the target does not have.</summary>
    CpuLevel,

    /// <summary>A symbol that nothing in scope offers.</summary>
    UndefinedSymbol,

    /// <summary>No room for its initial-exec thread-local storage.</summary>
    StaticTls,

    /// <summary>A relocation type the loader does not know.</summary>
    UnknownRelocation,

    /// <summary>It loads, but does not export its <c>PyInit_</c> function.</summary>
    MissingInitFunction,

    /// <summary>A header that this version of dyld does not accept, though the file has what it needs (a duplicate LC_RPATH, a misaligned table).</summary>
    StrictHeader,

    /// <summary>Built for another system of Apple's, such as the simulator of iOS.</summary>
    WrongPlatform,

    /// <summary>The code signature is missing, malformed, not accepted by this program, or does not fit the file any more.</summary>
    CodeSignature,

    /// <summary>It loads, and then executes an instruction that the processor does not know.</summary>
    IllegalInstruction,

    /// <summary>The loader of this target is not modelled; only the architecture was judged.</summary>
    NotModelled,
}
