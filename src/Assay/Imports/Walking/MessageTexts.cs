using Assay.Environments;
using Assay.Imports.Finding;
using Assay.Imports.Values;
using Assay.Primitives;

namespace Assay.Imports.Walking;

/// <summary>The texts of CPython's own exceptions that depend on its version (Objects/moduleobject.c, Python/ceval.c).</summary>
internal static class MessageTexts
{
    /// <summary>The text of <c>module.name</c> for a name that is not there.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">The name.</param>
    /// <param name="interpreter">The walk.</param>
    public static string NoModuleAttribute(ModuleValue module, string name, Interpreter interpreter)
    {
        int minor = interpreter.Context.Environment.Version.Minor;
        string? file = module.Spec?.File;
        bool initializing = module.State == ModuleState.Initializing;
        if (minor >= 13 && file is not null && Shadows(module, interpreter))
        {
            if (interpreter.Context.IsStandardLibraryName(module.Name))
            {
                return $"module '{module.Name}' has no attribute '{name}' (consider renaming '{file}' since it has the same name as the standard library module named "
                    + $"'{module.Name}' and the import system gives it precedence)";
            }

            if (initializing) return $"module '{module.Name}' has no attribute '{name}' (consider renaming '{file}' if it has the same name as a third-party module you intended to import)";
        }

        if (initializing)
        {
            string from = minor >= 13 && file is not null ? $" from '{file}'" : "";
            return $"partially initialized module '{module.Name}'{from} has no attribute '{name}' (most likely due to a circular import)";
        }

        bool submodule = minor >= 11 && interpreter.Modules.GetValueOrDefault(module.Name + "." + name) is ModuleValue { State: ModuleState.Initializing };
        return submodule
            ? $"cannot access submodule '{name}' of module '{module.Name}' (most likely due to a circular import)"
            : $"module '{module.Name}' has no attribute '{name}'";
    }

    /// <summary>The text of <c>from module import name</c> for a name that is not there.</summary>
    /// <param name="module">The module.</param>
    /// <param name="name">The name.</param>
    /// <param name="interpreter">The walk.</param>
    public static string CannotImportName(ModuleValue module, string name, Interpreter interpreter)
    {
        string shown = (module.Globals.Find("__name__") as StringValue)?.Text ?? module.Name;
        string start = $"cannot import name {Operations.Quote(name)} from ";
        if ((module.Globals.Find("__file__") as StringValue)?.Text is not { } file) return $"{start}{Operations.Quote(shown)} (unknown location)";
        int minor = interpreter.Context.Environment.Version.Minor;
        if (minor >= 14 && Shadows(module, interpreter))
        {
            if (interpreter.Context.IsStandardLibraryName(module.Name))
            {
                return $"{start}{Operations.Quote(shown)} (consider renaming {Operations.Quote(file)} since it has the same name as the standard library module named "
                    + $"{Operations.Quote(shown)} and prevents importing that standard library module)";
            }

            if (module.State == ModuleState.Initializing) return $"{start}{Operations.Quote(shown)} (consider renaming {Operations.Quote(file)} if it has the same name as a library you intended to import)";
        }

        return module.State == ModuleState.Initializing
            ? $"{start}partially initialized module {Operations.Quote(shown)} (most likely due to a circular import) ({file})"
            : $"{start}{Operations.Quote(shown)} ({file})";
    }

    /// <summary>The exception for a source file that is found but cannot be read.</summary>
    /// <param name="interpreter">The walk.</param>
    /// <param name="spec">Where it is.</param>
    /// <param name="outcome">How reading ended.</param>
    public static InstanceValue CannotRead(Interpreter interpreter, ModuleSpec spec, AccessOutcome outcome)
    {
        (string type, string text) = outcome switch
        {
            AccessOutcome.Denied => ("PermissionError", "[Errno 13] Permission denied: "),
            AccessOutcome.LinkLoop => ("OSError", "[Errno 40] Too many levels of symbolic links: "),
            _ => ("FileNotFoundError", "[Errno 2] No such file or directory: "),
        };
        return interpreter.NewException(BuiltinTypes.ExceptionByName(type), text + Operations.Quote(spec.File ?? spec.Name));
    }

    /// <summary>The exception for a source file with NUL bytes: a SyntaxError from 3.12 on (and in late micro versions of 3.11), a ValueError before.</summary>
    /// <param name="interpreter">The walk.</param>
    /// <param name="version">The version.</param>
    public static InstanceValue HoldsNul(Interpreter interpreter, PythonVersion version)
    {
        bool syntax = version.Minor >= 12 || (version.Minor == 11 && version.Micro >= 4);
        return interpreter.NewException(syntax ? BuiltinTypes.SyntaxError : BuiltinTypes.ValueError, "source code string cannot contain null bytes");
    }

    /// <summary>The exception for a source file that is no Python: its text as <c>str</c> gives it, with the file's name and the line.</summary>
    /// <param name="interpreter">The walk.</param>
    /// <param name="spec">Where it is.</param>
    /// <param name="line">The line, counted from 1.</param>
    public static InstanceValue InvalidSyntax(Interpreter interpreter, ModuleSpec spec, int line) =>
        interpreter.NewException(BuiltinTypes.SyntaxError, $"invalid syntax ({PosixPath.Name(spec.File ?? spec.Name)}, line {line})");

    // _PyModule_IsPossiblyShadowing: the module's directory (that of the package for an __init__.py) is sys.path[0].
    private static bool Shadows(ModuleValue module, Interpreter interpreter)
    {
        if (interpreter.Context.FirstDirectory is not { } first || module.Spec?.File is not { } file) return false;
        string directory = PosixPath.Directory(file);
        if (PosixPath.Name(file) == "__init__.py") directory = PosixPath.Directory(directory);
        return directory == PosixPath.Normalize(first);
    }
}
