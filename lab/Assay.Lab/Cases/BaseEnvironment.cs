namespace Assay.Lab.Cases;

/// <summary>A healthy environment that cases break copies of.</summary>
internal sealed record BaseEnvironment
{
    public required string Id { get; init; }

    /// <summary>The column of the report: <c>x86_64</c>, <c>aarch64</c> or <c>musl</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>The root it lives in, by the name of the asset.</summary>
    public required string Root { get; init; }

    /// <summary>What Assay is given.</summary>
    public required string Subject { get; init; }

    public required string Python { get; init; }

    public IReadOnlyList<string> Emulator { get; init; } = [];

    /// <summary>The directory that installers put packages into.</summary>
    public required string Site { get; init; }

    /// <summary>The directory of the interpreter's own compiled modules.</summary>
    public string Dynload { get; init; } = "/usr/lib/python3.11/lib-dynload";

    /// <summary>What can be imported, the quick ones often.</summary>
    public required IReadOnlyList<string> Imports { get; init; }

    /// <summary>The middle of the file names of extensions: <c>cpython-311-x86_64-linux-gnu</c>.</summary>
    public required string Tag { get; init; }

    /// <summary>The directory of the distribution's libraries.</summary>
    public required string Libraries { get; init; }

    /// <summary>What it is good for: families say which of these they need.</summary>
    public required Kinds Kind { get; init; }

    /// <summary>The target to name to Assay, or null for the subject's own.</summary>
    public string? Target { get; init; }

    /// <summary>The same base with <c>{root}</c> replaced: for bases that live in no changed root.</summary>
    public BaseEnvironment In(string root) => Root != "host" ? this : this with { Subject = root, Python = Python.Replace("{root}", root, StringComparison.Ordinal), Site = Site.Replace("{root}", root, StringComparison.Ordinal) };

    public int TimeoutSeconds { get; init; } = 60;
}

/// <summary>Sorts of bases.</summary>
[Flags]
internal enum Kinds
{
    None = 0,

    /// <summary>Real packages, as installed by the distribution.</summary>
    Debian = 1,

    /// <summary>Real packages, as installed by pip from wheels.</summary>
    Wheels = 2,

    /// <summary>An empty environment that takes small modules made for one case.</summary>
    Empty = 4,

    /// <summary>Debian's libraries of the release after: glibc 2.41.</summary>
    Trixie = 8,

    /// <summary>An environment of this machine itself, in no changed root.</summary>
    Host = 16,

    /// <summary>musl.</summary>
    Musl = 32,

    /// <summary>Run by an emulator that plays an older CPU.</summary>
    Cpu = 64,

    /// <summary>Imports that take half a minute: few families, few cases.</summary>
    Slow = 128,

    /// <summary>Real packages of whatever origin.</summary>
    Real = Debian | Wheels,
}
