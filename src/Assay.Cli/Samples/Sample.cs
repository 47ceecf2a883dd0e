using System.Collections.Immutable;
using Assay.Examination;
using Assay.Primitives;

namespace Assay.Cli.Samples;

/// <summary>A situation that is built into the program: a machine that exists only in memory, and what is asked about it.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Story">What has happened there, one phrase.</param>
/// <param name="Request">What is asked.</param>
/// <param name="Machine">The machine.</param>
internal sealed record Sample(string Name, string Story, ExaminationRequest Request, IMachine Machine)
{
    /// <summary>The stack that works; it is also shown where there is no Python at all.</summary>
    public const string Healthy = "healthy-arm64";

    /// <summary>The names of all samples, in the order in which they are shown.</summary>
    public static ImmutableArray<string> Names { get; } = ["intel-on-m1", Healthy, "slow-blas"];

    /// <summary>Judges the sample like any other subject.</summary>
    public ExaminationResult Examine() => Examiner.Run(Request, Machine);
}
