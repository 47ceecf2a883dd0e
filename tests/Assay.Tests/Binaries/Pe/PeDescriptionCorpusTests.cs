using Assay.Binaries;

namespace Assay.Tests.Binaries.Pe;

/// <summary>Every real PE file survives the way through text: its description assembles into a file with the same description.</summary>
[Trait("speed", "slow")]
public sealed class PeDescriptionCorpusTests(ITestOutputHelper output)
{
    [Fact]
    public void What_the_dump_of_a_real_file_says_its_assembled_twin_says_too()
    {
        List<string> differences = [];
        int files = 0;
        foreach ((OracleRecord record, byte[] content) in OracleRecord.All("pe"))
        {
            string said = Description.Facts(content);
            string again = Description.Facts(BinaryAssembler.Assemble(said));
            if (said != again) differences.Add($"{record.Wheel}/{record.Path}\n{Description.FirstDifference(said, again)}");
            files++;
        }

        output.WriteLine($"{files} files");
        Assert.True(differences.Count == 0, $"{differences.Count} differences\n" + string.Join('\n', differences.Take(20)));
    }
}
