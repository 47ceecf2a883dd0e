using Assay.Imports.Values;

namespace Assay.Imports.Models;

/// <summary>
/// Which functions of the standard library are executed when they are called: all but those of modules whose functions compute much and bind nothing that
/// an import could depend on. A function that imports is executed wherever it stands.
/// </summary>
internal static class StandardLibraryPolicy
{
    private static readonly HashSet<string> Skipped =
    [
        "re", "re._parser", "re._compiler", "re._constants", "re._casefix", "sre_parse", "sre_compile", "sre_constants", "enum", "typing", "dataclasses", "inspect", "ast", "tokenize",
        "json", "json.decoder", "json.encoder", "json.scanner", "random", "html", "html.parser", "locale", "gettext", "string", "decimal", "_pydecimal", "datetime", "_strptime", "ipaddress",
        "urllib.parse", "uuid", "threading", "_threading_local", "queue", "logging", "logging.config", "logging.handlers", "subprocess", "socket", "selectors", "ssl", "asyncio", "argparse",
        "optparse", "struct", "difflib", "pprint", "textwrap", "traceback", "linecache", "shutil", "tempfile", "pickle", "copy", "statistics", "fractions", "calendar",
        "configparser", "csv", "zipfile", "tarfile", "gzip", "bz2", "lzma", "unittest", "doctest", "pdb", "cmd", "shlex", "getpass", "http.client", "http.cookies", "http.cookiejar", "weakref",
        "contextvars", "_weakrefset", "_py_abc", "_collections_abc", "reprlib", "keyword", "token", "bisect", "heapq", "mimetypes", "time", "warnings", "ctypes.util", "base64",
    ];

    private static readonly string[] SkippedPackages = ["asyncio.", "email.", "unittest.", "xml.", "html.", "json.", "wsgiref.", "lib2to3.", "idlelib.", "tkinter.", "sqlite3.", "zoneinfo."];

    // Functions that mention an import but whose work is long and whose import is of no consequence for the order of anything.
    private static readonly HashSet<string> SkippedNames = ["namedtuple", "_find_and_load", "_compile", "template", "purge"];

    /// <summary>True when a call of the function is followed.</summary>
    /// <param name="function">A function of the standard library.</param>
    public static bool IsExecuted(FunctionValue function)
    {
        string module = function.Module.Name;
        bool skipped = Skipped.Contains(module) || Array.Exists(SkippedPackages, prefix => module.StartsWith(prefix, StringComparison.Ordinal));
        if (!skipped) return true;
        return function.Statement is { MentionsImport: true } statement && !SkippedNames.Contains(statement.Name);
    }
}
