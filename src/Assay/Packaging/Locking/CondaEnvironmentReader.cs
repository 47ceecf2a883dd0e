using System.Collections.Immutable;
using Assay.Packaging.Trees;

namespace Assay.Packaging.Locking;

/// <summary>Reads <c>environment.yml</c> (conda/env/specs/yaml_file.py): match specifications, and a list for pip among them, whose lines are those of a requirements file.</summary>
internal static class CondaEnvironmentReader
{
    /// <summary>Reads a document.</summary>
    public static LockReading Read(TreeNode root, string path)
    {
        if (root["dependencies"] is not { Kind: TreeKind.List } list) return LockReading.Refused(LockKind.CondaEnvironment, "line 1: expected a list `dependencies`, found none");
        LockWords words = new();
        ImmutableArray<RequirementLine>.Builder lines = ImmutableArray.CreateBuilder<RequirementLine>();
        foreach (TreeNode item in list.Items)
        {
            if (item.Kind == TreeKind.Text)
            {
                lines.Add(new RequirementLine(item.Text, path, item.Line) { IsConda = true });
                continue;
            }

            if (item is not { Kind: TreeKind.Table } || item["pip"] is not { Kind: TreeKind.List } pip)
            {
                words.Note(item.Line, "expected a match specification, or a list `pip`");
                continue;
            }

            foreach (TreeNode line in pip.Items)
            {
                LockReading read = new RequirementsReader(_ => null, _ => null).Read(path, System.Text.Encoding.UTF8.GetBytes(line.Text));
                lines.AddRange(read.Requirements.Select(requirement => requirement with { Line = line.Line }));
                foreach (string problem in read.Problems) words.Note(line.Line, problem[(problem.IndexOf(':', StringComparison.Ordinal) + 2)..]);
            }
        }

        return new LockReading(LockKind.CondaEnvironment) { Requirements = lines.ToImmutable(), Channels = [.. root.TextsOf("channels")], Platforms = [.. root.TextsOf("platforms")], Problems = words.Problems };
    }
}
