using Assay.Imports.Values;
using Assay.Imports.Walking;
using Assay.Primitives;

namespace Assay.Imports.Models;

/// <summary><c>pathlib.Path</c> as far as import code uses it.</summary>
internal static class PathMethods
{
    /// <summary>Makes a path of its segments.</summary>
    public static Value Make(Interpreter walk, Arguments arguments)
    {
        string path = "";
        foreach (Value segment in arguments.Positional)
        {
            if (Interpreter.PathText(segment) is not { } text) return UnknownValue.Instance;
            path = PosixPath.Join(path, text);
        }

        return walk.NewPath(path.Length == 0 ? "." : path);
    }

    /// <summary>An attribute of a path; unknown when it is not modelled.</summary>
    public static Value Find(Interpreter walk, InstanceValue self, string name)
    {
        string path = (string)self.Payload!;
        switch (name)
        {
            case "parent": return walk.NewPath(PosixPath.Directory(path) is { Length: > 0 } directory ? directory : ".");
            case "name": return new StringValue(PosixPath.Name(path));
            case "stem": return new StringValue(OsPath.SplitExtension(PosixPath.Name(path)).Root);
            case "suffix": return new StringValue(OsPath.SplitExtension(PosixPath.Name(path)).Extension);
            case "parents": return walk.NewList(Parents(walk, path));
            case "parts": return new TupleValue([.. Parts(path)]);
            case "resolve" or "absolute": return new NativeFunction(name, (w, _) => w.NewPath(name == "resolve" ? w.Context.Machine.RealPath(OsPath.Absolute(w, path)) ?? path : OsPath.Absolute(w, path)));
            case "joinpath": return new NativeFunction(name, (w, a) => Make(w, a.Prepend(self)));
            case "exists" or "is_file" or "is_dir": return new NativeFunction(name, (w, _) => OsPath.Test(w, path, name switch { "is_file" => FileKind.File, "is_dir" => FileKind.Directory, _ => null }));
            case "as_posix" or "__str__" or "__fspath__": return new NativeFunction(name, (_, _) => new StringValue(path));
            case "expanduser": return new NativeFunction(name, (_, _) => path.StartsWith('~') ? UnknownValue.Instance : self);
            case "is_absolute": return new NativeFunction(name, (_, _) => BooleanValue.Of(path.StartsWith('/')));
            case "with_suffix": return new NativeFunction(name, (w, a) => a.Get(0) is StringValue suffix ? w.NewPath(OsPath.SplitExtension(path).Root + suffix.Text) : UnknownValue.Instance);
            case "with_name": return new NativeFunction(name, (w, a) => a.Get(0) is StringValue other ? w.NewPath(PosixPath.Join(PosixPath.Directory(path), other.Text)) : UnknownValue.Instance);
            case "iterdir": return new NativeFunction(name, (w, _) => w.Context.Directories.List(OsPath.Absolute(w, path)) is { } listing ? w.NewList(listing.Names.Select(entry => w.NewPath(PosixPath.Join(path, entry)))) : UnknownValue.Instance);
            case "glob" or "rglob": return new NativeFunction(name, (w, a) => name == "glob" && a.Get(0) is StringValue pattern ? OsPath.Glob(w, path, pattern.Text, entry => w.NewPath(entry)) : UnknownValue.Instance);
            default: return UnknownValue.Instance;
        }
    }

    private static IEnumerable<Value> Parents(Interpreter walk, string path)
    {
        for (string at = path; at.Length > 1 && PosixPath.Directory(at) is { Length: > 0 } directory; at = directory) yield return walk.NewPath(directory);
    }

    private static IEnumerable<Value> Parts(string path)
    {
        if (path.StartsWith('/')) yield return new StringValue("/");
        foreach (string part in path.Split('/', StringSplitOptions.RemoveEmptyEntries)) yield return new StringValue(part);
    }
}
