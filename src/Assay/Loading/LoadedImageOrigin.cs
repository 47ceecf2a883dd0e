namespace Assay.Loading;

/// <summary>How an image came into the process.</summary>
public enum LoadedImageOrigin
{
    /// <summary>It is the program.</summary>
    Program,

    /// <summary>It is the dynamic linker.</summary>
    DynamicLinker,

    /// <summary>LD_PRELOAD or <c>/etc/ld.so.preload</c> asked for it.</summary>
    Preloaded,

    /// <summary>Another image needs it.</summary>
    Needed,

    /// <summary>Python opened it: an extension module, or a library by ctypes.</summary>
    Opened,

    /// <summary>Its file is not at hand: it is taken to be part of the target's system.</summary>
    Assumed,
}
