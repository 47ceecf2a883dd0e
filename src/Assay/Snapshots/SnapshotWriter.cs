using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>Writes a snapshot as JSON lines, without what names a person or opens a door.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="personal">What is taken out.</param>
/// <param name="isShort">True to leave out of sources and tables what nothing looked at.</param>
/// <param name="messages">What the verdicts say: texts that it is made of are kept.</param>
internal sealed class SnapshotWriter(Stream output, PersonalBytes personal, bool isShort, string messages)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = false };

    private readonly Dictionary<SnapshotContent, string> written = [];
    private long lines;

    /// <summary>Writes all of it.</summary>
    /// <param name="facts">The first line.</param>
    /// <param name="tree">The paths.</param>
    /// <param name="variables">The variables.</param>
    /// <param name="notes">What was found out about code.</param>
    public void Write(SnapshotFacts facts, SnapshotTree tree, IReadOnlyDictionary<string, string?> variables, SnapshotNotes notes)
    {
        Line(writer => WriteFacts(writer, facts));
        foreach ((string name, string? value) in variables) Line(writer => WriteVariable(writer, name, value));
        foreach ((string path, SnapshotNode node) in tree.Nodes)
            if (!IsPlain(tree, path, node)) Line(writer => WriteNode(writer, path, node));
        foreach ((string key, byte[] note) in notes.All) Line(writer => WriteNote(writer, key, note));
        Line(writer => writer.WriteNumber("end", lines));
    }

    // A name that its directory does not list is not there: that need not be said twice.
    private static bool IsPlain(SnapshotTree tree, string path, SnapshotNode node) =>
        node.Outcome == AccessOutcome.Missing && tree.Nodes.GetValueOrDefault(PosixPath.Directory(path)) is { Entries: not null } directory && !directory.MayHave(PosixPath.Name(path));

    private void Line(Action<Utf8JsonWriter> write)
    {
        using (Utf8JsonWriter writer = new(output, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
        lines++;
    }

    private void WriteFacts(Utf8JsonWriter writer, SnapshotFacts facts)
    {
        writer.WriteString("assay", "snapshot");
        writer.WriteNumber("version", SnapshotFacts.Version);
        writer.WriteString("tool", facts.Tool);
        writer.WriteString("subject", personal.Without(facts.Subject));
        Texts(writer, "imports", facts.Imports);
        if (facts.WorkingDirectory is { } directory) writer.WriteString("working_directory", personal.Without(directory));
        if (facts.Day is { } day) writer.WriteString("day", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Texts(writer, "judged_for", facts.JudgedFor);
        TargetText.Write(writer, "host", facts.Host);
    }

    private void WriteVariable(Utf8JsonWriter writer, string name, string? value)
    {
        writer.WriteString("variable", personal.Without(name));
        if (value is null) writer.WriteNull("value");
        else if (AllowedVariables.Holds(name)) writer.WriteString("value", personal.Without(value));
        else writer.WriteBoolean("withheld", true);
    }

    private static void WriteNote(Utf8JsonWriter writer, string key, byte[] note)
    {
        writer.WriteString("note", key);
        writer.WriteString("text", Encoding.UTF8.GetString(note));
    }

    private void WriteNode(Utf8JsonWriter writer, string path, SnapshotNode node)
    {
        writer.WriteString("path", personal.Without(path));
        if (node.Outcome != AccessOutcome.Found)
        {
            writer.WriteString("not", node.Outcome.ToString());
            return;
        }

        if (node.Kind != FileKind.File) writer.WriteString("kind", node.Kind.ToString());
        if (node.Target is { } target) writer.WriteString("target", personal.Without(target));
        if (node.Kind != FileKind.Link && node.Mode is { } mode && mode != (node.Kind == FileKind.Directory ? 0x1ed : 0x1a4)) writer.WriteString("mode", Convert.ToString(mode, 8));
        if (node.Entries is { } entries) Texts(writer, "entries", entries.Select(entry => Describe(entry with { Name = personal.Entry(path, entry.Name) })));
        if (node.IsUnlistable) writer.WriteBoolean("unlistable", true);
        if (node.Opening != AccessOutcome.Found) writer.WriteString("opening", node.Opening.ToString());
        if (node.Attributes.Count > 0)
        {
            writer.WriteStartObject("attributes");
            foreach ((string name, byte[]? value) in node.Attributes)
            {
                if (value is null) writer.WriteNull(name);
                else writer.WriteString(name, VisibleBytes.Write(Clean(value)));
            }

            writer.WriteEndObject();
        }

        if (node.Content is { } content) WriteContent(writer, path, node.Size, content);
    }

    // "name/", "name/@" and "name/=" are a directory, a link and anything else: no name holds a slash.
    private static string Describe(DirectoryEntry entry) => entry.Kind switch
    {
        FileKind.Directory => entry.Name + "/",
        FileKind.Link => entry.Name + "/@",
        FileKind.Other => entry.Name + "/=",
        _ => entry.Name,
    };

    private void WriteContent(Utf8JsonWriter writer, string path, long size, SnapshotContent content)
    {
        if (written.TryGetValue(content, out string? first))
        {
            writer.WriteString("same", personal.Without(first));
            return;
        }

        written[content] = path;
        writer.WriteNumber("size", size);
        if (content.Answers.Count > 0)
        {
            writer.WriteStartObject("answers");
            foreach ((string question, IReadOnlyList<string> answer) in content.Answers) Texts(writer, personal.Without(question), answer);
            writer.WriteEndObject();
        }

        byte[]? reduced = isShort ? ContentReduction.Reduce(content, messages) : null;
        if (reduced is null && content.IsWhole) reduced = content.Pieces[0].Bytes;
        if (reduced is not null && IsText(reduced))
        {
            writer.WriteString("text", Encoding.UTF8.GetString(Clean(reduced)));
            return;
        }

        if (content.Pieces.Count == 0) return;
        ElfHashTable? hash = null;
        IReadOnlyList<(long Start, byte[] Bytes)> pieces = (isShort ? ElfReduction.Reduce(content, personal, out hash) : null) ?? [.. content.Pieces.Select(piece => (piece.Start, Clean(piece.Bytes)))];
        writer.WriteStartObject("bytes");
        foreach ((long start, byte[] bytes) in pieces) WritePiece(writer, start, bytes);
        writer.WriteEndObject();
        if (hash is not null) hash.Write(writer);
    }

    // Long stretches of nothing are a number.
    private static void WritePiece(Utf8JsonWriter writer, long start, ReadOnlySpan<byte> bytes)
    {
        const int longestNothing = 64;
        int from = 0;
        while (from < bytes.Length)
        {
            int nothing = bytes[from..].IndexOf(new byte[longestNothing]);
            int stop = nothing < 0 ? bytes.Length : from + nothing;
            if (stop > from) writer.WriteString((start + from).ToString(CultureInfo.InvariantCulture), VisibleBytes.Write(bytes[from..stop]));
            int other = bytes[stop..].IndexOfAnyExcept((byte)0);
            int behind = other < 0 ? bytes.Length : stop + other;
            if (behind > stop) writer.WriteNumber((start + stop).ToString(CultureInfo.InvariantCulture), behind - stop);
            from = behind;
        }
    }

    private static bool IsText(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes) && bytes.IndexOf((byte)0) < 0;

    private byte[] Clean(byte[] bytes)
    {
        byte[] copy = [.. bytes];
        personal.Clean(copy);
        return copy;
    }

    private void Texts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts) writer.WriteStringValue(personal.Without(text));
        writer.WriteEndArray();
    }
}
