using Assay.Examination;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Blas;

/// <summary>What Assay says of an environment, symbol by symbol.</summary>
internal static class AlgebraClaims
{
    /// <summary>Everything it says.</summary>
    /// <param name="subject">The environment, as its own processes name it.</param>
    /// <param name="root">The root directory it lives in, or null for this machine.</param>
    public static IReadOnlyList<AlgebraClaim> Of(string subject, string? root)
    {
        IMachine host = new HostMachine();
        return Of(Survey(subject, root, null), root is null ? host : new RootedMachine(host, root));
    }

    /// <summary>The same of an answer that is at hand.</summary>
    /// <param name="survey">The answer.</param>
    /// <param name="machine">The machine it is about.</param>
    public static IReadOnlyList<AlgebraClaim> Of(BlasSurvey survey, IMachine machine) =>
    [
        .. from consumer in survey.Consumers
           from answer in consumer.Answers
           from symbol in answer.Symbols
           select new AlgebraClaim(machine.RealPath(consumer.Path) ?? consumer.Path, symbol.Stored, answer.Library?.Path, answer.Library?.Implementation.ToString(), answer.Library?.Behind),
    ];

    /// <summary>The answer about an environment.</summary>
    /// <param name="subject">The environment, as its own processes name it, or a wheel.</param>
    /// <param name="root">The root directory it lives in, or null for this machine.</param>
    /// <param name="target">The name of a target, or null for the environment's own.</param>
    public static BlasSurvey Survey(string subject, string? root, string? target)
    {
        Target? parsed = null;
        if (target is not null) Assert.True(TargetName.TryParse(target, out parsed, out string? problem), problem);
        BlasResult result = BlasExaminer.Run(new ExaminationRequest { Subject = subject, Root = root, Targets = parsed is null ? [] : [parsed] }, new HostMachine());
        Assert.Null(result.Fault);
        return result.Targets[0];
    }
}
