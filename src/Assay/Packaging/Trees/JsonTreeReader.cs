using System.Text;
using System.Text.Json;

namespace Assay.Packaging.Trees;

/// <summary>Makes a tree of a JSON text, with the lines that <see cref="JsonDocument"/> does not tell.</summary>
internal static class JsonTreeReader
{
    /// <summary>Reads a document.</summary>
    /// <param name="text">The text.</param>
    public static TreeReading Read(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = TreeReading.DeepestNesting });
        LineCounter lines = new(bytes);
        try
        {
            if (!reader.Read()) return TreeReading.Refused(1, "expected JSON, found nothing");
            TreeNode root = Node(ref reader, lines);
            while (reader.Read())
            {
            }

            return new TreeReading(root, null);
        }
        catch (JsonException error)
        {
            return TreeReading.Refused((int)(error.LineNumber ?? 0) + 1, "expected JSON, found a fault");
        }
        catch (InvalidOperationException)
        {
            // A half of a surrogate pair.
            return TreeReading.Refused(lines.At(reader.TokenStartIndex), "expected a text of Unicode, found half a letter");
        }
    }

    private static TreeNode Node(ref Utf8JsonReader reader, LineCounter lines)
    {
        int line = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                TreeNode list = new(TreeKind.List, line);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Items.Add(Node(ref reader, lines));
                return list;
            case JsonTokenType.StartObject:
                TreeNode table = new(TreeKind.Table, line);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string name = reader.GetString()!;
                    reader.Read();
                    table.Members[name] = Node(ref reader, lines);
                }

                return table;
            case JsonTokenType.String:
                return new TreeNode(TreeKind.Text, line, reader.GetString()!);
            case JsonTokenType.Number:
                return reader.TryGetInt64(out long integer)
                    ? new TreeNode(TreeKind.Integer, line, integer.ToString(System.Globalization.CultureInfo.InvariantCulture))
                    : new TreeNode(TreeKind.Number, line, Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True or JsonTokenType.False:
                return new TreeNode(TreeKind.Boolean, line, reader.TokenType == JsonTokenType.True ? "true" : "false");
            default:
                return new TreeNode(TreeKind.Nothing, line);
        }
    }

    private sealed class LineCounter(byte[] bytes)
    {
        private int position;
        private int line = 1;

        public int At(long index)
        {
            int end = (int)Math.Min(index, bytes.Length);
            if (end > position)
            {
                line += bytes.AsSpan(position, end - position).Count((byte)'\n');
                position = end;
            }

            return line;
        }
    }
}
