using System.Collections.Immutable;

namespace Assay.Tests.Pages;

/// <summary>Finds headings and fenced blocks in a page. A <c>target</c> block opens a case, an <c>output</c> block closes it.</summary>
internal static class PageParser
{
    private const string Fence = "```";

    public static Page Parse(string path)
    {
        ImmutableArray<string> lines = [.. File.ReadAllLines(path)];
        List<string> headings = [];
        List<PageCase> cases = [];
        List<PageBlock> open = [];
        string title = "";
        for (int number = 0; number < lines.Length; number++)
        {
            string line = lines[number];
            if (line.StartsWith("# ", StringComparison.Ordinal)) title = line[2..];
            else if (line.StartsWith("## ", StringComparison.Ordinal)) headings.Add(line[3..]);
            if (!line.StartsWith(Fence, StringComparison.Ordinal)) continue;

            PageBlock block = ReadBlock(lines, number);
            number = block.FirstLine + block.LineCount;
            if (block.Kind == "output")
            {
                if (open.Count == 0) throw new FormatException($"{path}: the output in line {block.FirstLine} has no target block before it");
                cases.Add(new PageCase(headings.Count == 0 ? "" : headings[^1], [.. open], block));
                open.Clear();
            }
            else if (open.Count > 0 || block.Kind == "target")
            {
                if (block.Kind == "target" && open.Count > 0) throw new FormatException($"{path}: the target in line {block.FirstLine} comes before the output of the last one");
                open.Add(block);
            }
        }

        // A base has no output: its blocks are one case without one.
        if (open.Count > 0) cases.Add(new PageCase("", [.. open], new PageBlock("output", ImmutableDictionary<string, string>.Empty, "", lines.Length, 0)));
        return new Page(path, lines, title, [.. headings], [.. cases]);
    }

    private static PageBlock ReadBlock(ImmutableArray<string> lines, int number)
    {
        string[] words = lines[number][Fence.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int end = number + 1;
        while (end < lines.Length && lines[end] != Fence) end++;
        if (end == lines.Length) throw new FormatException($"the block in line {number + 1} is not closed");
        string content = string.Concat(lines.Skip(number + 1).Take(end - number - 1).Select(line => line + "\n"));
        ImmutableDictionary<string, string> options = words.Skip(1).Select(word => word.Split('=', 2)).Where(pair => pair.Length == 2).ToImmutableDictionary(pair => pair[0], pair => pair[1]);
        return new PageBlock(words.Length == 0 ? "" : words[0], options, content, number + 1, end - number - 1);
    }
}
