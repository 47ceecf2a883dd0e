using Assay.Imports.Values;
using Assay.Imports.Walking;
using Assay.Primitives;

namespace Assay.Imports.Models;

/// <summary><c>os.path</c> and the parts of <c>os</c> that ask the file system. Answers come from the examined machine.</summary>
internal static class OsPath
{
    /// <summary>The functions of <c>posixpath</c> (and of <c>genericpath</c>, which it takes some from).</summary>
    public static IReadOnlyDictionary<string, Func<Interpreter, Arguments, Value>> Functions { get; } = new Dictionary<string, Func<Interpreter, Arguments, Value>>(StringComparer.Ordinal)
    {
        ["join"] = Join,
        ["dirname"] = (_, a) => OnText(a, text => PosixPath.Directory(text)),
        ["basename"] = (_, a) => OnText(a, text => PosixPath.Name(text)),
        ["abspath"] = (walk, a) => OnText(a, text => Absolute(walk, text)),
        ["realpath"] = (walk, a) => OnText(a, text => walk.Context.Machine.RealPath(Absolute(walk, text)) ?? Absolute(walk, text)),
        ["normpath"] = (_, a) => OnText(a, PosixPath.Normalize),
        ["normcase"] = (_, a) => OnText(a, text => text),
        ["isabs"] = (_, a) => Interpreter.PathText(a.Get(0)) is { } text ? BooleanValue.Of(text.StartsWith('/')) : UnknownValue.Instance,
        ["exists"] = (walk, a) => Test(walk, Interpreter.PathText(a.Get(0)), null),
        ["lexists"] = (walk, a) => Test(walk, Interpreter.PathText(a.Get(0)), null),
        ["isfile"] = (walk, a) => Test(walk, Interpreter.PathText(a.Get(0)), FileKind.File),
        ["isdir"] = (walk, a) => Test(walk, Interpreter.PathText(a.Get(0)), FileKind.Directory),
        ["islink"] = (walk, a) => Interpreter.PathText(a.Get(0)) is { } text ? BooleanValue.Of(walk.Context.Machine.ReadLink(Absolute(walk, text)) is not null) : UnknownValue.Instance,
        ["split"] = (_, a) => Interpreter.PathText(a.Get(0)) is { } text ? new TupleValue([new StringValue(PosixPath.Directory(text)), new StringValue(PosixPath.Name(text))]) : UnknownValue.Instance,
        ["splitext"] = (_, a) => Interpreter.PathText(a.Get(0)) is { } text && SplitExtension(text) is var (root, extension) ? new TupleValue([new StringValue(root), new StringValue(extension)]) : UnknownValue.Instance,
        ["expanduser"] = (_, a) => OnText(a, text => text.StartsWith('~') ? null : text),
        ["expandvars"] = (_, a) => OnText(a, text => text.Contains('$', StringComparison.Ordinal) ? null : text),
        ["getsize"] = (walk, a) => Interpreter.PathText(a.Get(0)) is { } text && walk.Context.Machine.Look(Absolute(walk, text), out _) is { } facts ? IntegerValue.Of(facts.Length) : UnknownValue.Instance,
        ["samefile"] = (_, _) => UnknownValue.Instance,
        ["relpath"] = (_, _) => UnknownValue.Instance,
    };

    /// <summary>A path as <c>os.path.abspath</c> gives it.</summary>
    public static string Absolute(Interpreter walk, string path) => PosixPath.Normalize(PosixPath.Join(walk.Context.FirstDirectory ?? "/", path));

    /// <summary>Whether a path is there (and of a kind); unknown for a null path.</summary>
    public static Value Test(Interpreter walk, string? path, FileKind? kind)
    {
        if (path is null) return UnknownValue.Instance;
        FileFacts? facts = walk.Context.Machine.Look(Absolute(walk, path), out _);
        return BooleanValue.Of(facts is not null && (kind is null || facts.Kind == kind));
    }

    /// <summary><c>os.path.splitext</c>: leading dots belong to the root.</summary>
    public static (string Root, string Extension) SplitExtension(string path)
    {
        int dot = path.LastIndexOf('.');
        int start = path.LastIndexOf('/') + 1;
        while (start < path.Length && path[start] == '.') start++;
        return dot <= start - 1 || dot < 0 || dot < start ? (path, "") : (path[..dot], path[dot..]);
    }

    /// <summary><c>os.listdir</c>: the names in the order the system gives them.</summary>
    public static Value List(Interpreter walk, Arguments arguments)
    {
        Value? given = arguments.Get(0, "path");
        string? path = given is null || given == SingletonValue.None ? "." : Interpreter.PathText(given);
        if (path is null) return UnknownValue.Instance;
        string absolute = Absolute(walk, path);
        if (walk.Context.Directories.List(absolute) is { } listing)
        {
            walk.NoteListing(listing);
            return walk.NewList(listing.Names.Select(name => new StringValue(name)));
        }

        if (!walk.IsCertain) return UnknownValue.Instance;
        (ClassValue type, long number, string text) = walk.Context.Machine.Look(absolute, out _) is null
            ? (BuiltinTypes.FileNotFoundError, 2L, "No such file or directory")
            : (BuiltinTypes.ExceptionByName("NotADirectoryError"), 20L, "Not a directory");
        InstanceValue error = walk.NewException(type, IntegerValue.Of(number), new StringValue(text), new StringValue(path));
        error.IsInferred = true;
        throw new PythonError(error);
    }

    /// <summary>Files in one directory that match a pattern with '*' and '?', as <c>glob</c> finds them.</summary>
    public static Value Glob(Interpreter walk, string directory, string pattern, Func<string, Value> make)
    {
        if (pattern.Contains('/', StringComparison.Ordinal) || pattern.Contains('[', StringComparison.Ordinal) || pattern.Contains("**", StringComparison.Ordinal)) return UnknownValue.Instance;
        if (walk.Context.Directories.List(Absolute(walk, directory)) is not { } listing) return walk.NewList([]);
        return walk.NewList(listing.Names
            .Where(name => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false) && (pattern.StartsWith('.') || !name.StartsWith('.')))
            .Select(name => make(PosixPath.Join(directory, name))));
    }

    /// <summary><c>glob.glob</c> for a pattern in the last part only.</summary>
    public static Value Glob(Interpreter walk, Arguments arguments)
    {
        if (Interpreter.PathText(arguments.Get(0)) is not { } pattern || arguments.Keywords.Length > 0) return UnknownValue.Instance;
        string directory = PosixPath.Directory(pattern);
        return directory.AsSpan().ContainsAny('*', '?', '[') ? UnknownValue.Instance : Glob(walk, directory, PosixPath.Name(pattern), path => new StringValue(path));
    }

    private static Value OnText(Arguments arguments, Func<string, string?> function) =>
        Interpreter.PathText(arguments.Get(0)) is { } text && function(text) is { } result ? new StringValue(result) : UnknownValue.Instance;

    private static Value Join(Interpreter walk, Arguments arguments)
    {
        if (arguments.IsOpen) return UnknownValue.Instance;
        string? path = null;
        foreach (Value part in arguments.Positional)
        {
            if (Interpreter.PathText(part) is not { } text) return UnknownValue.Instance;
            path = path is null ? text : PosixPath.Join(path, text);
        }

        return path is null ? UnknownValue.Instance : new StringValue(path);
    }
}
