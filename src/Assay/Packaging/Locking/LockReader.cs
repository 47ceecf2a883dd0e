using Assay.Packaging.Trees;
using Assay.Primitives;

namespace Assay.Packaging.Locking;

/// <summary>Reads lock and requirements files. Pure: what a requirements file includes comes through a function, and so do variables.</summary>
public static class LockReader
{
    /// <summary>The largest file that is read, in bytes: several times the largest found.</summary>
    public const int MostBytes = 32 << 20;

    /// <summary>The format that a file's name tells, or null.</summary>
    /// <param name="path">The name, with or without directories.</param>
    public static LockKind? KindOf(string path)
    {
        string name = PosixPath.Name(path).ToLowerInvariant();
        return name switch
        {
            "uv.lock" or "script.py.lock" => LockKind.Uv,
            "poetry.lock" => LockKind.Poetry,
            "pdm.lock" => LockKind.Pdm,
            "pipfile.lock" => LockKind.Pipfile,
            "pixi.lock" => LockKind.Pixi,
            _ when name.StartsWith("pylock.", StringComparison.Ordinal) && name.EndsWith(".toml", StringComparison.Ordinal) => LockKind.Pylock,
            _ when name.EndsWith(".py.lock", StringComparison.Ordinal) => LockKind.Uv,
            _ when HasEnding(".yml") || HasEnding(".yaml") => name.Contains("conda-lock", StringComparison.Ordinal) ? LockKind.CondaLock : name.Contains("environment", StringComparison.Ordinal) ? LockKind.CondaEnvironment : null,
            _ when HasEnding(".txt") || HasEnding(".in") => name.Contains("requirements", StringComparison.Ordinal) || name.Contains("constraints", StringComparison.Ordinal) ? LockKind.Requirements
                : name.StartsWith("conda-", StringComparison.Ordinal) || name.Contains("explicit", StringComparison.Ordinal) || name == "spec-file.txt" ? LockKind.CondaExplicit : null,
            _ => null,
        };

        bool HasEnding(string ending) => name.EndsWith(ending, StringComparison.Ordinal);
    }

    /// <summary>Reads a file that includes no others.</summary>
    /// <param name="kind">The format; a list with <c>@EXPLICIT</c> is recognised among requirements too.</param>
    /// <param name="path">Its name, for messages about what it includes.</param>
    /// <param name="content">Its bytes.</param>
    public static LockReading Read(LockKind kind, string path, ReadOnlySpan<byte> content) => Read(kind, path, content, _ => null, _ => null);

    /// <summary>Reads a file.</summary>
    /// <param name="kind">The format; a list with <c>@EXPLICIT</c> is recognised among requirements too.</param>
    /// <param name="path">Its name; what it includes is looked for beside it.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="include">Gives the bytes of a file that a requirements file includes, or null.</param>
    /// <param name="variable">Gives a variable of the process environment, or null.</param>
    public static LockReading Read(LockKind kind, string path, ReadOnlySpan<byte> content, Func<string, byte[]?> include, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(include);
        ArgumentNullException.ThrowIfNull(variable);
        if (content.Length > MostBytes) return LockReading.Refused(kind, $"expected at most {MostBytes} bytes, found {content.Length}");
        if (kind is LockKind.Requirements or LockKind.CondaExplicit && CondaExplicitReader.IsOne(content)) return CondaExplicitReader.Read(TextDecoding.Utf8OrLatin1(content));
        if (kind == LockKind.Requirements) return new RequirementsReader(include, variable).Read(path, content);
        if (TextDecoding.FirstBadByte(content) is { } bad) return LockReading.Refused(kind, $"line {content[..bad].Count((byte)'\n') + 1}: expected a text in UTF-8, found byte 0x{content[bad]:x2}");
        string text = TextDecoding.Utf8OrLatin1(content);
        TreeReading tree = kind switch
        {
            LockKind.Pipfile => JsonTreeReader.Read(text),
            LockKind.Pylock or LockKind.Uv or LockKind.Poetry or LockKind.Pdm => TomlReader.Read(text),
            LockKind.CondaExplicit => new TreeReading(null, "line 1: expected a line `@EXPLICIT`, found none"),
            _ => YamlReader.Read(text),
        };
        if (tree.Root is not { } root) return LockReading.Refused(kind, tree.Problem!);
        if (root.Kind != TreeKind.Table) return LockReading.Refused(kind, $"line {root.Line}: expected a table");
        return kind switch
        {
            LockKind.Pylock => PylockReader.Read(root),
            LockKind.Uv => UvLockReader.Read(root),
            LockKind.Poetry => PoetryLockReader.Read(root),
            LockKind.Pdm => PdmLockReader.Read(root),
            LockKind.CondaLock => CondaLockReader.Read(root),
            LockKind.Pixi => PixiLockReader.Read(root),
            LockKind.CondaEnvironment => CondaEnvironmentReader.Read(root, path),
            _ => PipfileLockReader.Read(root),
        };
    }
}
