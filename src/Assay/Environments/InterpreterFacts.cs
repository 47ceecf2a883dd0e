using System.Collections.Immutable;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>What the interpreter's own files say about it.</summary>
internal sealed record InterpreterFacts
{
    /// <summary>The system its binary is for.</summary>
    public OperatingSystemKind Os { get; init; }

    /// <summary>The architectures it has code for, in file order.</summary>
    public ImmutableArray<Architecture> Architectures { get; init; } = [];

    /// <summary>The C library, from PT_INTERP.</summary>
    public LibcKind Libc { get; init; }

    /// <summary>The dynamic loader in PT_INTERP, or null.</summary>
    public string? LoaderPath { get; init; }

    /// <summary>The library that holds the interpreter, links followed; null when the executable holds it or it was not found.</summary>
    public string? SharedLibrary { get; init; }

    /// <summary>The version, or null when neither names nor bytes tell.</summary>
    public PythonVersion? Version { get; init; }

    /// <summary>What follows the version of a Python before its release: <c>a2</c>, <c>rc3</c>; null for a release or when the bytes do not tell.</summary>
    public string? ReleaseLevel { get; init; }

    /// <summary><c>t</c>, <c>d</c>, both or none, as far as the names tell.</summary>
    public string AbiFlags { get; init; } = "";

    /// <summary><c>cpython</c> or <c>pypy</c>.</summary>
    public string Implementation { get; init; } = "cpython";

    /// <summary>Names in <c>sys.builtin_module_names</c>.</summary>
    public ImmutableHashSet<string> BuiltinModules { get; init; } = [];

    /// <summary>What was wrong, one clear line each.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
