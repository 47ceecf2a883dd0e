using System.Collections.Immutable;
using System.Text;
using Assay.Binaries.Numpy;

namespace Assay.Imports;

/// <summary>What the constants of a compiled module tell of the modules it imports while it is initialised.</summary>
/// <param name="Qualified">Full names below its own top-level package, as code of Cython holds those that it takes functions and types from.</param>
/// <param name="Private">Single names that start with one underscore, as code holds those of its neighbours.</param>
/// <param name="IsCython">True for code written by Cython.</param>
/// <param name="Numpy">The NumPy it was built for.</param>
public sealed record CompiledNames(ImmutableArray<string> Qualified, ImmutableArray<string> Private, bool IsCython, NumpyUse Numpy)
{
    /// <summary>Nothing is known.</summary>
    public static CompiledNames None { get; } = new([], [], false, NumpyUse.None);

    /// <summary>Marks of every identifier among its constants (<see cref="Mark"/>); null when they were not read.</summary>
    internal IReadOnlySet<uint>? Identifiers { get; init; }

    /// <summary>Tells of an identifier whether it may be among its constants; null where <see cref="Identifiers"/> does.</summary>
    internal Func<string, bool>? Identifies { get; init; }

    /// <summary>True when an identifier may be among its constants: code that binds a name somewhere else has it there.</summary>
    /// <param name="name">The identifier.</param>
    internal bool MayMention(string name) => Identifies is { } asked ? asked(name) : Identifiers is null || Identifiers.Contains(Mark(Encoding.UTF8.GetBytes(name)));

    /// <summary>A number that stands for a text (FNV-1a).</summary>
    /// <param name="text">The text.</param>
    internal static uint Mark(ReadOnlySpan<byte> text)
    {
        uint mark = 2166136261;
        foreach (byte b in text) mark = (mark ^ b) * 16777619;
        return mark;
    }
}
