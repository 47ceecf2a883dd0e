using System.Collections.Frozen;

namespace Assay.Blas;

/// <summary>The names of the routines, without any marks: <c>dgemm</c>, <c>dgelsd</c>.</summary>
public static class BlasRoutines
{
    private static readonly Lazy<FrozenDictionary<string, bool>> Names = new(Read);

    /// <summary>True when there is a routine of that name.</summary>
    /// <param name="name">The bare name in lower case.</param>
    public static bool IsKnown(ReadOnlySpan<char> name) => Names.Value.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(name);

    /// <summary>True for routines of LAPACK, false for those of BLAS and for unknown names.</summary>
    /// <param name="name">The bare name in lower case.</param>
    public static bool IsLapack(ReadOnlySpan<char> name) => Names.Value.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out bool isLapack) && isLapack;

    private static FrozenDictionary<string, bool> Read()
    {
        using Stream stream = typeof(BlasRoutines).Assembly.GetManifestResourceStream("data:routines") ?? throw new InvalidOperationException("the names of the routines are not part of this build");
        using StreamReader reader = new(stream);
        Dictionary<string, bool> names = new(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] is not ("blas" or "lapack")) continue;
            foreach (string name in words[1..]) names.TryAdd(name, words[0] == "lapack");
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
