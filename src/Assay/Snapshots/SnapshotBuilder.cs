using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>Puts a snapshot together from its lines. A line that makes no sense throws <see cref="FormatException"/>.</summary>
internal sealed class SnapshotBuilder
{
    // Zeros are the one thing of which a short line makes much.
    private long zerosLeft = 1L << 28;

    private readonly SnapshotTree tree = new();
    private readonly Dictionary<string, string?> variables = new(StringComparer.Ordinal);
    private readonly SnapshotNotes notes = new();
    private SnapshotFacts? facts;
    private ulong contents;
    private long lines;
    private bool isEnded;

    /// <summary>Takes the next line.</summary>
    /// <param name="line">The line.</param>
    public void Add(JsonElement line)
    {
        if (isEnded) throw new FormatException("stands behind the last line");
        if (facts is null) facts = ReadFacts(line);
        else if (line.TryGetProperty("path", out JsonElement path)) AddNode(Path(path), line);
        else if (line.TryGetProperty("variable", out JsonElement variable)) AddVariable(variable.GetString()!, line);
        else if (line.TryGetProperty("note", out JsonElement note)) notes.Write(note.GetString()!, Encoding.UTF8.GetBytes(line.GetProperty("text").GetString()!));
        else if (line.TryGetProperty("end", out JsonElement end)) isEnded = end.GetInt64() == lines ? true : throw new FormatException($"says that {end.GetInt64()} lines stand before it; there are {lines}");
        else throw new FormatException("is no line of a snapshot: it has neither path, variable, note nor end");
        lines++;
    }

    /// <summary>The snapshot.</summary>
    public Snapshot Finish()
    {
        if (facts is null) throw new FormatException("is empty; expected a line that starts with {\"assay\":\"snapshot\"");
        if (!isEnded) throw new FormatException("is the last that is there, and the end is missing: the snapshot was cut off");
        return new Snapshot(facts, tree, variables, notes);
    }

    private static SnapshotFacts ReadFacts(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object || !line.TryGetProperty("assay", out JsonElement kind) || kind.GetString() != "snapshot") throw new FormatException("is no beginning of a snapshot; expected {\"assay\":\"snapshot\"");
        if (line.GetProperty("version").GetInt32() is var version && version != SnapshotFacts.Version) throw new FormatException($"is version {version} of the format; this Assay reads version {SnapshotFacts.Version}");
        return new SnapshotFacts
        {
            Tool = line.GetProperty("tool").GetString()!,
            Subject = Path(line.GetProperty("subject")),
            Imports = [.. line.GetProperty("imports").EnumerateArray().Select(name => name.GetString()!)],
            WorkingDirectory = line.TryGetProperty("working_directory", out JsonElement directory) ? Path(directory) : null,
            Day = line.TryGetProperty("day", out JsonElement day) ? DateOnly.ParseExact(day.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            JudgedFor = [.. line.GetProperty("judged_for").EnumerateArray().Select(name => name.GetString()!)],
            Host = TargetText.Read(line.GetProperty("host")),
        };
    }

    // What was withheld is not here, and asking for it says so.
    private void AddVariable(string name, JsonElement line)
    {
        if (line.TryGetProperty("value", out JsonElement value)) variables[name] = value.GetString();
    }

    private void AddNode(string path, JsonElement line)
    {
        if (tree.Nodes.ContainsKey(path)) throw new FormatException("is about a path that had a line before");
        if (line.TryGetProperty("not", out JsonElement not))
        {
            tree.Nodes[path] = new SnapshotNode { Outcome = Word<AccessOutcome>(not) is var outcome && outcome != AccessOutcome.Found ? outcome : throw new FormatException("says in `not` that it is there") };
            return;
        }

        FileKind kind = line.TryGetProperty("kind", out JsonElement named) ? Word<FileKind>(named) : FileKind.File;
        long size = kind == FileKind.File && line.TryGetProperty("size", out JsonElement stated) ? stated.GetInt64() : 0;
        if (size < 0) throw new FormatException("has a size below 0");
        SnapshotNode? same = line.TryGetProperty("same", out JsonElement other) ? tree.Nodes.GetValueOrDefault(Path(other)) is { Content: not null } before ? before : throw new FormatException("is the same as a file that has no line before it") : null;
        SnapshotNode node = new()
        {
            Kind = kind,
            Target = kind == FileKind.Link ? line.GetProperty("target").GetString() : null,
            Mode = kind == FileKind.Link ? null : line.TryGetProperty("mode", out JsonElement mode) ? Convert.ToInt32(mode.GetString(), 8) & 0xfff : kind == FileKind.Directory ? 0x1ed : 0x1a4,
            Size = same?.Size ?? size,
            Content = kind != FileKind.File ? null : same?.Content ?? ReadContent(line, size),
            Opening = line.TryGetProperty("opening", out JsonElement opening) ? Word<AccessOutcome>(opening) : AccessOutcome.Found,
            Entries = line.TryGetProperty("entries", out JsonElement entries) ? [.. entries.EnumerateArray().Select(entry => ReadEntry(entry.GetString()!))] : null,
            IsUnlistable = line.TryGetProperty("unlistable", out _),
        };
        if (line.TryGetProperty("attributes", out JsonElement attributes))
            foreach (JsonProperty attribute in attributes.EnumerateObject()) node.Attributes[attribute.Name] = attribute.Value.ValueKind == JsonValueKind.Null ? null : Bytes(attribute.Value);
        tree.Nodes[path] = node;
    }

    private SnapshotContent ReadContent(JsonElement line, long size)
    {
        byte[]? text = line.TryGetProperty("text", out JsonElement whole) ? Encoding.UTF8.GetBytes(whole.GetString()!) : null;

        // A text that was shortened is as long as it is; the look at the file still tells what it was.
        SnapshotContent content = new(text is not null && size > 0 ? text.Length : size) { Number = ++contents };
        if (text is not null) content.Keep(0, text);
        if (line.TryGetProperty("bytes", out JsonElement pieces)) ReadPieces(content, pieces, size);
        if (line.TryGetProperty("gnu_hash", out JsonElement hash))
        {
            ElfHashTable table = ElfHashTable.Read(hash);
            if (table.Make(content) is not { } made || table.Start > size - made.Length) throw new FormatException("has a hash table that cannot be made of its symbols");
            content.Keep(table.Start, made);
        }

        if (line.TryGetProperty("answers", out JsonElement answers))
            foreach (JsonProperty answer in answers.EnumerateObject()) content.Keep(answer.Name, [.. answer.Value.EnumerateArray().Select(each => each.GetString()!)]);
        return content;
    }

    // Stretches that touch are one: they were divided where there is nothing but zeros.
    private void ReadPieces(SnapshotContent content, JsonElement pieces, long size)
    {
        using MemoryStream joined = new();
        long from = 0, at = 0;
        foreach (JsonProperty piece in pieces.EnumerateObject())
        {
            if (!long.TryParse(piece.Name, NumberStyles.None, CultureInfo.InvariantCulture, out long start)) throw new FormatException("has bytes at a place that is no number");
            byte[] bytes = piece.Value.ValueKind == JsonValueKind.Number ? piece.Value.GetInt32() is >= 0 and var zeros && (zerosLeft -= zeros) >= 0 ? new byte[zeros] : throw new FormatException("has too many zeros") : Bytes(piece.Value);
            if (size > 0 && start > size - bytes.Length) throw new FormatException("has bytes behind the end of its file");
            if (start < at) throw new FormatException("has bytes that are not in the order of the file");
            if (start > at) Take();
            if (joined.Length == 0) from = start;
            joined.Write(bytes);
            at = start + bytes.Length;
        }

        Take();

        void Take()
        {
            if (joined.Length > 0 && !content.Append(from, joined.ToArray())) throw new FormatException("has bytes that are not in the order of the file");
            joined.SetLength(0);
        }
    }

    private static DirectoryEntry ReadEntry(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new DirectoryEntry(text, FileKind.File) : new DirectoryEntry(text[..slash], text[slash..] switch
        {
            "/" => FileKind.Directory,
            "/@" => FileKind.Link,
            "/=" => FileKind.Other,
            _ => throw new FormatException("lists an entry of an unknown kind"),
        });
    }

    private static byte[] Bytes(JsonElement value) => VisibleBytes.Read(value.GetString()!) ?? throw new FormatException("has bytes that are written in another way");

    private static string Path(JsonElement value) => value.GetString() is { Length: > 0 } path && (path[0] == '/' || path.Contains(":/", StringComparison.Ordinal)) ? path : throw new FormatException("names a path that is not absolute");

    private static T Word<T>(JsonElement value)
        where T : struct, Enum => Enum.TryParse(value.GetString(), out T word) && Enum.IsDefined(word) ? word : throw new FormatException($"has a word that is not known: {value.GetString()}");
}
