using Assay.Imports.Syntax;

namespace Assay.Snapshots;

/// <summary>Leaves out of a Python source the bodies of functions that nothing looked into, comments and long texts; every line keeps its number.</summary>
internal static class SourceReduction
{
    private const int MostNested = 120;

    /// <summary>The source without them.</summary>
    /// <param name="source">The bytes of the file.</param>
    /// <param name="used">The bodies that something looked into.</param>
    /// <param name="messages">What the verdicts say: texts that it is made of are kept.</param>
    public static byte[] Reduce(byte[] source, IReadOnlySet<(int Start, int End)> used, string messages)
    {
        SourceText text = SourceText.From(source);

        // Offsets count in a text that was turned into UTF-8.
        if (text.HasNul || !ReferenceEquals(text.Bytes, source) || source.AsSpan().Contains((byte)'\r')) return source;
        List<FunctionStatement> left = [];
        Collect(StatementScanner.Scan(text, out int refused), used, left, 0);
        if (refused >= 0) return source;
        using MemoryStream reduced = new(source.Length);
        int at = 0;
        foreach (FunctionStatement function in left.OrderBy(each => each.BodyStart))
        {
            if (function.BodyStart < at) continue;
            ReadOnlySpan<byte> body = source.AsSpan(function.BodyStart, function.BodyEnd - function.BodyStart);
            byte[] instead = Instead(function, body);
            if (instead.Length >= body.Length) continue;
            reduced.Write(source, at, function.BodyStart - at);
            reduced.Write(instead);
            at = function.BodyEnd;
        }

        reduced.Write(source, at, source.Length - at);
        return SourceThinning.Thin(reduced.ToArray(), messages);
    }

    private static byte[] Instead(FunctionStatement function, ReadOnlySpan<byte> body)
    {
        List<byte> instead = [];
        int first = body.IndexOfAnyExcept(" \t\r\n"u8);
        int line = first < 0 ? 0 : body[..first].LastIndexOf((byte)'\n') + 1;
        instead.AddRange(first < 0 ? " "u8 : body[line..first]);
        instead.Add(FunctionStatement.LeftOut);
        if (function.IsGenerator) instead.AddRange(" yield"u8);
        instead.AddRange(SourceWords.In(body, [], skipped: "yield"));
        int lines = body.Count((byte)'\n');
        for (int number = 0; number < lines; number++) instead.Add((byte)'\n');
        return [.. instead];
    }

    private static void Collect(Block block, IReadOnlySet<(int Start, int End)> used, List<FunctionStatement> left, int depth)
    {
        if (depth > MostNested) return;
        foreach (Statement statement in block.Statements)
        {
            if (statement is FunctionStatement function && !used.Contains((function.BodyStart, function.BodyEnd)))
            {
                if (!function.IsInline) left.Add(function);
                continue;
            }

            foreach (Block inner in BlocksOf(statement)) Collect(inner, used, left, depth + 1);
        }
    }

    private static IEnumerable<Block> BlocksOf(Statement statement) => statement switch
    {
        FunctionStatement function => [function.Body],
        ClassStatement type => [type.Body],
        IfStatement choice => [choice.Body, choice.OrElse],
        WhileStatement loop => [loop.Body, loop.OrElse],
        ForStatement loop => [loop.Body, loop.OrElse],
        WithStatement with => [with.Body],
        TryStatement attempt => [attempt.Body, .. attempt.Handlers.Select(clause => clause.Body), attempt.OrElse, attempt.Final],
        MatchStatement match => match.Cases,
        _ => [],
    };
}
