using System.Globalization;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Lab.Referee;

/// <summary>One import asked of one interpreter: all that reality and the prediction are told.</summary>
internal sealed record Question
{
    /// <summary>The dotted name.</summary>
    public required string Import { get; init; }

    /// <summary>What Assay is given: an environment directory or an interpreter, as the guest calls it.</summary>
    public required string Subject { get; init; }

    /// <summary>The interpreter, as the guest calls it.</summary>
    public required string Python { get; init; }

    /// <summary>What runs the interpreter: nothing, or an emulator with its options, as the guest calls it.</summary>
    public IReadOnlyList<string> Emulator { get; init; } = [];

    /// <summary>The target to name to Assay, or null for the subject's own.</summary>
    public string? Target { get; init; }

    /// <summary>The target as Assay knows it, with what this machine's own CPU adds where nothing emulates another; null for the subject's own.</summary>
    public Target? ReadTarget()
    {
        if (this.Target is null) return null;
        if (!TargetName.TryParse(this.Target, out Target? target, out string? problem)) throw new InvalidOperationException(problem);
        if (this.Emulator.Count > 0) return target;
        Target host = HostTarget.Detect(new HostMachine());
        return target! with { IntelPlatform = host.IntelPlatform, Features = host.Features, Announced = host.Announced };
    }

    /// <summary>Variables of the process environment that matter to an import.</summary>
    public SortedDictionary<string, string> Variables { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The directory the interpreter is started in.</summary>
    public string WorkingDirectory { get; set; } = "/";

    /// <summary>True to run it with the whole tree mounted read-only.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>True when the program at <see cref="Python"/> is the probe of the laboratory, which only opens the extension.</summary>
    public bool IsProbe { get; init; }

    /// <summary>The extension modules that the healthy import opens, in order; for predictors that only know the loader.</summary>
    public IReadOnlyList<(string Module, string Path)> Extensions { get; set; } = [];

    /// <summary>One line that holds all of it.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture,
        $"{string.Join(' ', Emulator)} {Python} import {Import} in {WorkingDirectory} with {string.Join(' ', Variables.Select(pair => $"{pair.Key}={pair.Value}"))}{(ReadOnly ? " read-only" : "")}");
}
