using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Assay.Packaging.Conda;

/// <summary>
/// A version as conda orders it (conda/models/version.py, <c>VersionOrder</c>; CEP 33): parts between dots and underscores, each made of runs of digits and of
/// other letters. Numbers come after words, <c>dev</c> before every word, <c>post</c> after every number, and what is missing counts as 0.
/// </summary>
public sealed class CondaVersion : IComparable<CondaVersion>
{
    private const int LongestText = 200;

    private readonly string text;
    private readonly ImmutableArray<ImmutableArray<Piece>> main, local;

    private CondaVersion(string text, ImmutableArray<ImmutableArray<Piece>> main, ImmutableArray<ImmutableArray<Piece>> local)
    {
        this.text = text;
        this.main = main;
        this.local = local;
    }

    /// <summary>Reads a version.</summary>
    /// <param name="text">The text.</param>
    /// <param name="version">The version.</param>
    /// <returns>False when conda would refuse it.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out CondaVersion? version)
    {
        ArgumentNullException.ThrowIfNull(text);
        version = null;
        string lower = text.Trim().ToLowerInvariant();
        if (lower.Length is 0 or > LongestText) return false;

        // A dash is an underscore where there is no underscore.
        if (lower.Contains('-', StringComparison.Ordinal) && !lower.Contains('_', StringComparison.Ordinal)) lower = lower.Replace('-', '_');
        if (!lower.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '*' or '.' or '+' or '!' or '_')) return false;
        string[] epoch = lower.Split('!');
        if (epoch.Length > 2 || (epoch.Length == 2 && (epoch[0].Length == 0 || !epoch[0].All(char.IsAsciiDigit)))) return false;
        string[] halves = epoch[^1].Split('+');
        if (halves.Length > 2) return false;
        if (Parts($"{(epoch.Length == 2 ? epoch[0] : "0")}.{halves[0]}") is not { IsDefault: false } main) return false;
        ImmutableArray<ImmutableArray<Piece>> local = halves.Length == 2 ? Parts(halves[1]) : [];
        if (local.IsDefault) return false;
        version = new CondaVersion(lower, main, local);
        return true;
    }

    /// <summary>True when this version begins with another one, as <c>1.26.4</c> does with <c>1.26</c>.</summary>
    /// <param name="start">The beginning.</param>
    public bool StartsWith(CondaVersion start)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (!start.local.IsEmpty && Compare(main, start.main) != 0) return false;
        (ImmutableArray<ImmutableArray<Piece>> own, ImmutableArray<ImmutableArray<Piece>> wanted) = start.local.IsEmpty ? (main, start.main) : (local, start.local);
        int last = wanted.Length - 1;
        if (Compare([.. own.Take(last)], [.. wanted.Take(last)]) != 0) return false;
        ImmutableArray<Piece> part = own.Length > last ? own[last] : [], wantedPart = wanted[last];
        int piece = wantedPart.Length - 1;
        if (Compare([[.. part.Take(piece)]], [[.. wantedPart.Take(piece)]]) != 0) return false;
        Piece found = part.Length > piece ? part[piece] : default;
        return wantedPart[piece].Word is { } word ? found.Word?.StartsWith(word, StringComparison.Ordinal) ?? false : found.CompareTo(wantedPart[piece]) == 0;
    }

    /// <inheritdoc/>
    public int CompareTo(CondaVersion? other)
    {
        if (other is null) return 1;
        int order = Compare(main, other.main);
        return order != 0 ? order : Compare(local, other.local);
    }

    /// <summary>The version in lower case.</summary>
    public override string ToString() => text;

    private static int Compare(ImmutableArray<ImmutableArray<Piece>> left, ImmutableArray<ImmutableArray<Piece>> right)
    {
        for (int part = 0; part < Math.Max(left.Length, right.Length); part++)
        {
            ImmutableArray<Piece> first = part < left.Length ? left[part] : [], second = part < right.Length ? right[part] : [];
            for (int piece = 0; piece < Math.Max(first.Length, second.Length); piece++)
            {
                int order = (piece < first.Length ? first[piece] : default).CompareTo(piece < second.Length ? second[piece] : default);
                if (order != 0) return order;
            }
        }

        return 0;
    }

    private static ImmutableArray<ImmutableArray<Piece>> Parts(string text)
    {
        ImmutableArray<ImmutableArray<Piece>>.Builder parts = ImmutableArray.CreateBuilder<ImmutableArray<Piece>>();
        foreach (string part in text.Split('.', '_'))
        {
            if (part.Length == 0) return default;
            ImmutableArray<Piece>.Builder pieces = ImmutableArray.CreateBuilder<Piece>();

            // A part that begins with a letter gets a 0 in front, so that numbers meet numbers.
            if (!char.IsAsciiDigit(part[0])) pieces.Add(default);
            for (int start = 0; start < part.Length;)
            {
                int kind = KindOf(part[start]), end = start + 1;
                while (end < part.Length && KindOf(part[end]) == kind) end++;
                string run = part[start..end];
                pieces.Add(kind == 0 ? new Piece(BigInteger.Parse(run), null, false) : run == "post" ? new Piece(0, null, true) : new Piece(0, run == "dev" ? "DEV" : run, false));
                start = end;
            }

            parts.Add(pieces.ToImmutable());
        }

        return parts.ToImmutable();
    }

    private static int KindOf(char letter) => char.IsAsciiDigit(letter) ? 0 : letter == '*' ? 1 : 2;

    // A number, a word, or what comes after every number.
    private readonly record struct Piece(BigInteger Number, string? Word, bool IsLast) : IComparable<Piece>
    {
        public int CompareTo(Piece other)
        {
            if (Word is not null && other.Word is not null) return string.CompareOrdinal(Word, other.Word);
            if (Word is not null) return -1;
            if (other.Word is not null) return 1;
            return IsLast != other.IsLast ? (IsLast ? 1 : -1) : Number.CompareTo(other.Number);
        }
    }
}
