using System.Collections;
using System.Numerics;

namespace Assay.Targets.Cpu;

/// <summary>A set of <see cref="CpuFeature"/>: small enough to be handed about for every instruction. Enumerates in the order of the enumeration.</summary>
public readonly struct CpuFeatures : IEquatable<CpuFeatures>, IEnumerable<CpuFeature>
{
    private readonly UInt128 bits;

    private CpuFeatures(UInt128 bits) => this.bits = bits;

    /// <summary>The set of some features.</summary>
    /// <param name="features">The features.</param>
    public CpuFeatures(params ReadOnlySpan<CpuFeature> features)
    {
        foreach (CpuFeature feature in features) bits |= UInt128.One << (int)feature;
    }

    /// <summary>The set as a number: bit N is feature N.</summary>
    internal UInt128 Bits => bits;

    /// <summary>True when it holds nothing.</summary>
    public bool IsEmpty => bits == UInt128.Zero;

    /// <summary>How many features it holds.</summary>
    public int Count => BitOperations.PopCount((ulong)bits) + BitOperations.PopCount((ulong)(bits >> 64));

    /// <summary>Both sets together.</summary>
    public static CpuFeatures operator |(CpuFeatures left, CpuFeatures right) => new(left.bits | right.bits);

    /// <summary>What both sets hold.</summary>
    public static CpuFeatures operator &(CpuFeatures left, CpuFeatures right) => new(left.bits & right.bits);

    /// <summary>What the left set holds and the right one does not.</summary>
    public static CpuFeatures operator -(CpuFeatures left, CpuFeatures right) => new(left.bits & ~right.bits);

    /// <summary>True when both hold the same.</summary>
    public static bool operator ==(CpuFeatures left, CpuFeatures right) => left.bits == right.bits;

    /// <summary>True when they differ.</summary>
    public static bool operator !=(CpuFeatures left, CpuFeatures right) => left.bits != right.bits;

    /// <summary>True when the feature is in it.</summary>
    /// <param name="feature">The feature.</param>
    public bool Has(CpuFeature feature) => (bits >> (int)feature & UInt128.One) != UInt128.Zero;

    /// <summary>True when all of another set is in it.</summary>
    /// <param name="other">The other set.</param>
    public bool HasAll(CpuFeatures other) => (other.bits & ~bits) == UInt128.Zero;

    /// <summary>This set and one more feature.</summary>
    /// <param name="feature">The feature.</param>
    public CpuFeatures With(CpuFeature feature) => new(bits | UInt128.One << (int)feature);

    /// <inheritdoc/>
    public IEnumerator<CpuFeature> GetEnumerator()
    {
        for (int i = 0; i < 128; i++)
            if (Has((CpuFeature)i)) yield return (CpuFeature)i;
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(CpuFeatures other) => bits == other.bits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CpuFeatures other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => bits.GetHashCode();

    /// <summary>The names of the enumeration, for debuggers and failing tests.</summary>
    public override string ToString() => string.Join(' ', this);
}
