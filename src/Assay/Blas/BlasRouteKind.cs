namespace Assay.Blas;

/// <summary>The ways from a consumer to its library.</summary>
public enum BlasRouteKind
{
    /// <summary>It is linked with the library by name, and the name leads straight to the file.</summary>
    Link,

    /// <summary>A library that came with the package: <c>numpy.libs</c>, <c>.dylibs</c>.</summary>
    Bundled,

    /// <summary>Links of <c>/etc/alternatives</c> choose the file.</summary>
    Alternatives,

    /// <summary>A name of conda's metapackages (<c>libblas.so.3</c>) is a link to the chosen library.</summary>
    CondaStub,

    /// <summary>A DLL whose exports are forwarders to another.</summary>
    Forwarder,

    /// <summary>A library that re-exports another.</summary>
    Reexport,

    /// <summary>A part of the system itself.</summary>
    System,

    /// <summary>The routine is in the consumer itself.</summary>
    Own,

    /// <summary>Another library of the process answers, one that the consumer does not ask for: what was loaded first wins.</summary>
    Interposed,
}
