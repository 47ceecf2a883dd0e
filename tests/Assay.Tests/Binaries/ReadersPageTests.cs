using System.Text.RegularExpressions;
using Assay.Binaries;
using Assay.Tests.House;

namespace Assay.Tests.Binaries;

/// <summary>What <c>docs/readers.md</c> shows is what the dump prints and the assembler takes.</summary>
public sealed partial class ReadersPageTests
{
    [Fact]
    public void Every_block_of_the_page_is_a_description_in_its_own_words()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "readers.md"));
        string[] blocks = [.. Block().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.True(blocks.Length >= 3, $"only {blocks.Length} blocks");
        foreach (string block in blocks)
        {
            byte[] file = BinaryAssembler.Assemble(block);
            Assert.DoesNotContain("fault ", Description.Of(file), StringComparison.Ordinal);
            string again = string.Concat(Description.Facts(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !IsMadeUp(line, block)).Select(line => line + "\n"));
            Assert.Equal(block, again, ignoreLineEndingDifferences: true);
        }
    }

    // The assembler makes up a UUID where none is given.
    private static bool IsMadeUp(string line, string block) => line.StartsWith("uuid ", StringComparison.Ordinal) && !block.Contains("uuid ", StringComparison.Ordinal);

    [GeneratedRegex("```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
