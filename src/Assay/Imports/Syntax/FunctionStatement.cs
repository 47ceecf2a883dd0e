using Assay.Primitives;

namespace Assay.Imports.Syntax;

/// <summary><c>def</c>. The body is skipped by the scanner and scanned only when the function is called.</summary>
internal sealed class FunctionStatement(SourceText source, int start, LazyExpression[] decorators, string name, int parametersStart, int parametersEnd, int bodyStart, int bodyEnd, bool isInline, bool isAsync)
    : Statement(source, start)
{
    private Block? body;
    private ParameterList? parameters;

    // Boxed: walks share what was found out, and a reference is seen whole by other threads.
    private object? isGenerator;
    private object? mentionsImport;

    /// <summary>
    /// What a body starts with that a snapshot left out; the words behind it are those that are looked for in a body that is not executed. No statement of Python starts with it.
    /// </summary>
    public const byte LeftOut = 1;

    /// <summary>True when the body stands on the line of the header.</summary>
    public bool IsInline => isInline;

    public LazyExpression[] Decorators { get; } = decorators;

    public string Name { get; } = name;

    public bool IsAsync { get; } = isAsync;

    /// <summary>The offset of the body's first byte: behind the colon for a body on the same line, else the start of its first line.</summary>
    public int BodyStart { get; } = bodyStart;

    /// <summary>The offset behind the body.</summary>
    public int BodyEnd { get; } = bodyEnd;

    /// <summary>The parameters, parsed on first use.</summary>
    public ParameterList Parameters => parameters ??= ExpressionParser.ParseParameters(Source, parametersStart, parametersEnd);

    /// <summary>The body, scanned on first use.</summary>
    public Block Body
    {
        get
        {
            if (IsLeftOut) throw new NotRecordedException($"the body of the function `{Name}`");
            Source.PartUsed?.Invoke(BodyStart, BodyEnd);
            return Scanned;
        }
    }

    /// <summary>True when a snapshot left the body out, because nothing looked into it: see <see cref="LeftOut"/>.</summary>
    public bool IsLeftOut => !isInline && Source.Bytes.AsSpan(BodyStart, BodyEnd - BodyStart).TrimStart(" \t"u8).StartsWith([LeftOut]);

    /// <summary>
    /// True when calling it only makes a generator. Found by looking for the word: a nested function's <c>yield</c> or one in a comment is taken for
    /// its own, which errs to the side of not executing.
    /// </summary>
    public bool IsGenerator => (bool)(isGenerator ??= Source.Bytes.AsSpan(BodyStart, BodyEnd - BodyStart).IndexOf("yield"u8) >= 0 && (IsLeftOut || YieldFinder.Yields(Scanned)));

    private Block Scanned => body ??= StatementScanner.ScanBody(Source, BodyStart, BodyEnd, isInline);

    /// <summary>True when a parameter may have a default.</summary>
    public bool HasDefaults => Source.Bytes.AsSpan(parametersStart, Math.Max(parametersEnd - parametersStart, 0)).Contains((byte)'=');

    /// <summary>True when the body's text mentions <c>globals</c>, so that a call may bind names in the module.</summary>
    public bool MentionsGlobals => Source.Bytes.AsSpan(BodyStart, BodyEnd - BodyStart).IndexOf("globals("u8) >= 0;

    /// <summary>True when the body's text mentions an import in any form.</summary>
    public bool MentionsImport => (bool)(mentionsImport ??= Source.Bytes.AsSpan(BodyStart, BodyEnd - BodyStart).IndexOf("import"u8) >= 0);
}
