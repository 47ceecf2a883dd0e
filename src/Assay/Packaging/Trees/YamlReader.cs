using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Assay.Packaging.Trees;

/// <summary>
/// Makes a tree of the first document of a YAML text, from the events of YamlDotNet's parser: nothing is looked up by reflection. Scalars stay texts. An alias shows the node it
/// names again; since aliases of aliases can stand for more than there is room for, what they stand for is counted.
/// </summary>
internal static class YamlReader
{
    /// <summary>How many nodes a document may stand for, aliases followed.</summary>
    public const long MostNodes = 10_000_000;

    /// <summary>Reads a document.</summary>
    /// <param name="text">The text.</param>
    public static TreeReading Read(string text)
    {
        Parser parser = new(new StringReader(text));
        try
        {
            return new Builder(parser).Build();
        }
        catch (YamlException error)
        {
            string words = error.Message.Split('\n')[0].TrimEnd('.', '\r');
            int behindPlace = words.LastIndexOf("): ", StringComparison.Ordinal);
            if (behindPlace >= 0) words = words[(behindPlace + 3)..];
            return TreeReading.Refused(LineOf(error.Start), $"expected YAML, found a fault{(words.Length == 0 ? "" : $" ({words})")}");
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // Its scanner is not proof against every text.
            return TreeReading.Refused(LineOf(parser.Current?.Start ?? Mark.Empty), "expected YAML, found a fault");
        }
    }

    private static int LineOf(Mark mark) => (int)Math.Clamp(mark.Line, 1, int.MaxValue);

    private sealed class Builder(Parser parser)
    {
        private readonly Dictionary<string, (TreeNode Node, long Weight)> anchors = new(StringComparer.Ordinal);
        private TreeReading? refused;

        public TreeReading Build()
        {
            while (parser.MoveNext())
            {
                if (parser.Current is StreamStart or DocumentStart) continue;
                if (parser.Current is StreamEnd or DocumentEnd) break;
                TreeNode? root = Node(0, out _);
                if (root is null) return refused!;

                // Faults behind the first document are not looked for; inside it all was read.
                return new TreeReading(root, null);
            }

            return new TreeReading(new TreeNode(TreeKind.Nothing, 1), null);
        }

        // The node that the current event begins; its last event is the current one then.
        private TreeNode? Node(int depth, out long weight)
        {
            ParsingEvent start = parser.Current!;
            int line = LineOf(start.Start);
            weight = 1;
            if (depth > TreeReading.DeepestNesting) return Refuse(line, $"expected at most {TreeReading.DeepestNesting} lists and tables in each other");
            TreeNode? node = start switch
            {
                Scalar scalar => IsNothing(scalar) ? new TreeNode(TreeKind.Nothing, line) : new TreeNode(TreeKind.Text, line, scalar.Value),
                SequenceStart => List(depth, line, ref weight),
                MappingStart => Table(depth, line, ref weight),
                AnchorAlias alias when anchors.TryGetValue(alias.Value.Value, out (TreeNode Node, long Weight) named) => Again(named, ref weight),
                _ => Refuse(line, "expected a scalar, a list or a table"),
            };
            if (node is null) return null;
            if (weight > MostNodes) return Refuse(line, string.Create(CultureInfo.InvariantCulture, $"expected aliases that stand for at most {MostNodes} nodes"));
            if (start is NodeEvent { Anchor.IsEmpty: false } anchored) anchors[anchored.Anchor.Value] = (node, weight);
            return node;
        }

        private static TreeNode Again((TreeNode Node, long Weight) named, ref long weight)
        {
            weight = named.Weight;
            return named.Node;
        }

        private TreeNode? List(int depth, int line, ref long weight)
        {
            TreeNode list = new(TreeKind.List, line);
            while (parser.MoveNext() && parser.Current is not SequenceEnd)
            {
                if (Node(depth + 1, out long itemWeight) is not { } item) return null;
                list.Items.Add(item);
                weight += itemWeight;
            }

            return list;
        }

        private TreeNode? Table(int depth, int line, ref long weight)
        {
            TreeNode table = new(TreeKind.Table, line);
            while (parser.MoveNext() && parser.Current is not MappingEnd)
            {
                if (Node(depth + 1, out long keyWeight) is not { } key || !parser.MoveNext() || Node(depth + 1, out long valueWeight) is not { } value) return null;
                weight += keyWeight + valueWeight;

                // A key that is no scalar is nothing that a lock file has; of two with one name the last counts, as in PyYAML.
                if (key.Kind == TreeKind.Text) table.Members[key.Text] = value;
            }

            return table;
        }

        private static bool IsNothing(Scalar scalar) => scalar.Style is ScalarStyle.Plain or ScalarStyle.Any && scalar.Value is "" or "~" or "null" or "Null" or "NULL";

        private TreeNode? Refuse(int line, string problem)
        {
            refused ??= TreeReading.Refused(line, problem);
            return null;
        }
    }
}
