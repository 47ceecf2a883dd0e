namespace Assay.Imports.Values;

/// <summary>A Python value as far as reading the code tells it.</summary>
internal abstract class Value;

/// <summary>Anything: a value that only running shows.</summary>
internal sealed class UnknownValue : Value
{
    private UnknownValue(bool? truth) => Truth = truth;

    /// <summary>A value of which nothing is known.</summary>
    public static UnknownValue Instance { get; } = new(null);

    /// <summary>A value of which only its truth is known.</summary>
    public static UnknownValue True { get; } = new(true);

    /// <summary>A value of which only its falsehood is known.</summary>
    public static UnknownValue False { get; } = new(false);

    /// <summary>Whether it is true in a condition, if that is known.</summary>
    public bool? Truth { get; }
}

/// <summary><c>None</c>, <c>...</c> or <c>NotImplemented</c>.</summary>
/// <param name="name">Its <c>repr</c>.</param>
internal sealed class SingletonValue(string name) : Value
{
    public static SingletonValue None { get; } = new("None");

    public static SingletonValue Ellipsis { get; } = new("Ellipsis");

    public static SingletonValue NotImplemented { get; } = new("NotImplemented");

    public string Name { get; } = name;
}

/// <summary><c>True</c> or <c>False</c>.</summary>
internal sealed class BooleanValue : Value
{
    private BooleanValue(bool value) => Value = value;

    public static BooleanValue True { get; } = new(true);

    public static BooleanValue False { get; } = new(false);

    public bool Value { get; }

    public static BooleanValue Of(bool value) => value ? True : False;

    /// <summary>A truth that may not be known.</summary>
    /// <param name="value">The truth, or null.</param>
    public static Value Of(bool? value) => value is { } known ? Of(known) : UnknownValue.Instance;
}

/// <summary>An <c>int</c> that fits 64 bits; larger ones are unknown.</summary>
internal sealed class IntegerValue(long value) : Value
{
    private static readonly IntegerValue[] Small = [.. Enumerable.Range(-5, 262).Select(number => new IntegerValue(number))];

    public long Value { get; } = value;

    public static IntegerValue Of(long value) => value is >= -5 and < 257 ? Small[value + 5] : new IntegerValue(value);
}

/// <summary>A <c>float</c>.</summary>
internal sealed class FloatValue(double value) : Value
{
    public double Value { get; } = value;
}

/// <summary>A <c>str</c>.</summary>
/// <param name="text">The text.</param>
/// <param name="isApproximate">True when parts of the text are only of the right shape (a build date, a kernel release).</param>
internal sealed class StringValue(string text, bool isApproximate = false) : Value
{
    public static StringValue Empty { get; } = new("");

    public string Text { get; } = text;

    public bool IsApproximate { get; } = isApproximate;

    /// <summary>Texts that are certainly not part of an approximate text; null when none are known.</summary>
    public string[]? Lacks { get; init; }

    /// <summary>Whether a text is part of it; null when that cannot be told.</summary>
    /// <param name="part">The text looked for.</param>
    public bool? Contains(string part)
    {
        if (Lacks?.Contains(part) == true) return false;
        return Text.Contains(part, StringComparison.Ordinal) ? true : IsApproximate ? null : false;
    }
}

/// <summary>A <c>bytes</c>.</summary>
internal sealed class BytesValue(byte[] bytes) : Value
{
    public byte[] Bytes { get; } = bytes;
}

/// <summary>A <c>slice</c>; absent parts are null.</summary>
internal sealed class SliceValue(Value? lower, Value? upper, Value? step) : Value
{
    public Value? Lower { get; } = lower;

    public Value? Upper { get; } = upper;

    public Value? Step { get; } = step;
}
