using Assay.Examination;
using Assay.Primitives;

namespace Assay.Cli.Samples;

/// <summary>A situation that is built into the program: a machine that exists only in memory, and what is asked about it.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Story">What the person in front of it sees, one sentence.</param>
/// <param name="Request">What is asked.</param>
/// <param name="Build">Makes the machine.</param>
internal sealed record Sample(string Name, string Story, ExaminationRequest Request, Func<IMachine> Build)
{
    /// <summary>The stack that works; also shown where there is no Python at all.</summary>
    public static Sample Healthy { get; } = new("healthy", "the same stack, built for the processor it runs on", new ExaminationRequest { Subject = "/usr" }, () => new MemoryMachine());

    /// <summary>Judges the sample like any other subject.</summary>
    public ExaminationResult Examine() => Examiner.Run(Request, Build());
}
