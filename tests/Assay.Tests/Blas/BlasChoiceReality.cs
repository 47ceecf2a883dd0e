using Assay.Examination;
using Assay.Fixes;
using Assay.Primitives;

namespace Assay.Tests.Blas;

/// <summary>What a choice is said to change is what the same machine answers after the commands were carried out.</summary>
[Trait("speed", "slow")]
public sealed class BlasChoiceReality(DebianAlternatives debian) : IClassFixture<DebianAlternatives>
{
    [Fact]
    public void A_machine_that_carried_out_the_commands_answers_as_was_said()
    {
        debian.Choose("libblas.so.3", "blas");
        debian.Choose("liblapack.so.3", "lapack");
        debian.Choose("libopenblas.so.0", "openblas-pthread");
        BlasChoice[] choices = [.. Survey().Choices.Value];
        Assert.Equal("blas", choices[0].Name);
        Assert.True(choices[0].IsCurrent);
        BlasChoice promised = choices.Single(choice => choice.Name == "openblas-pthread");
        Assert.Contains(promised.Effects, effect => effect is { Routine: "dgemm", Before: "netlib reference 3.11.0", After: "OpenBLAS 0.3.21 (pthreads)" } && effect.Callers.Contains("numpy") && effect.Callers.Contains("scipy"));
        Assert.All(promised.Commands, command => Assert.StartsWith("update-alternatives --set lib", command, StringComparison.Ordinal));

        // Without the third link the build with OpenMP would change nothing but the names.
        Assert.Contains(choices.Single(choice => choice.Name == "openblas-openmp").Effects, effect => effect is { Routine: "dgemm", After: "OpenBLAS 0.3.21 (OpenMP)" });
        foreach (string command in promised.Commands)
        {
            string[] words = command.Split(' ');
            debian.Choose(words[2].Split('-')[0], words[3].Split('/')[^2]);
        }

        BlasSurvey after = Survey();
        Assert.Equal("openblas-pthread", after.Choices.Value[0].Name);
        foreach (BlasEffect effect in promised.Effects.Where(effect => effect.Changes))
            Assert.All(
                after.Consumers.Where(consumer => consumer.AnswerTo(effect.Routine) is not null && effect.Callers.Contains(consumer.Distribution ?? PosixPath.Name(consumer.Path))),
                consumer => Assert.StartsWith(consumer.AnswerTo(effect.Routine)!.Library!.Title, effect.After, StringComparison.Ordinal));
    }

    private BlasSurvey Survey() => BlasExaminer.Run(new ExaminationRequest { Subject = "/usr", Root = debian.Root }, new HostMachine()).Targets[0];
}
