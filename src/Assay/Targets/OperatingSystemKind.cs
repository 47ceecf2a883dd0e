namespace Assay.Targets;

/// <summary>The operating systems Assay models.</summary>
public enum OperatingSystemKind
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Linux with glibc or musl.</summary>
    Linux,

    /// <summary>macOS.</summary>
    MacOs,

    /// <summary>Windows.</summary>
    Windows,

    /// <summary>Something a binary can be built for that is none of the above (iOS, its simulator, FreeBSD, ...).</summary>
    Other,
}
