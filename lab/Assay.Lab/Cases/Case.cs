namespace Assay.Lab.Cases;

/// <summary>A way of breaking (or of varying) an environment, and how often it is tried.</summary>
internal sealed record Family
{
    /// <summary>The name in tables: <c>elf-truncated</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The bases it makes sense for.</summary>
    public required Kinds Bases { get; init; }

    /// <summary>What it does. Draws everything that may vary from the scene's own random numbers.</summary>
    public required Action<Scene> Act { get; init; }

    /// <summary>True for variations that must not raise an error.</summary>
    public bool Healthy { get; init; }

    /// <summary>How many cases on x86-64, on aarch64, with musl.</summary>
    public int X86 { get; init; } = 12;

    public int Arm { get; init; } = 5;

    public int Musl { get; init; }

    /// <summary>Only these imports; empty for those of the base.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    public int CountFor(string platform) => platform switch { "x86_64" => X86, "aarch64" => Arm, _ => Musl };
}

/// <summary>One case: a family, a base, an import and a number for the random choices.</summary>
internal sealed record Case(string Id, Family Family, BaseEnvironment Base, string Import, int Seed);
