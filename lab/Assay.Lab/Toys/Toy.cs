namespace Assay.Lab.Toys;

/// <summary>A recipe for a small shared object. Equal recipes are compiled once.</summary>
internal sealed record Toy
{
    /// <summary>The file name that others are linked against.</summary>
    public required string FileName { get; init; }

    /// <summary>The DT_SONAME; null for none.</summary>
    public string? Soname { get; init; }

    /// <summary>C.</summary>
    public required string Source { get; init; }

    /// <summary>What it is linked against, in the order of its DT_NEEDED entries.</summary>
    public IReadOnlyList<Toy> Links { get; init; } = [];

    /// <summary>More for the compiler driver, such as <c>-Wl,-rpath,$ORIGIN</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The version script; null for none.</summary>
    public string? Versions { get; init; }

    /// <summary>True to link nothing of the C library.</summary>
    public bool Bare { get; init; } = true;

    /// <summary>A library that offers functions and calls others.</summary>
    public static Toy Library(string fileName, IEnumerable<string> offers, IEnumerable<string> wants) => new()
    {
        FileName = fileName,
        Soname = fileName,
        Source = string.Concat(offers.Select(name => $"int {name}(void) {{ return 1; }}\n")) + Calls(wants),
    };

    /// <summary>An extension module that calls functions of libraries, not when it is loaded but bound then.</summary>
    public static Toy Extension(string module, IEnumerable<string> wants, string body = "") => new()
    {
        FileName = module + ".so",
        Source = PythonHeader + Calls(wants) + body + $$"""

            static struct PyModuleDef definition = { { 1, 0, 0, 0, 0 }, "{{module}}", 0, -1, 0, 0, 0, 0, 0 };
            PyObject *PyInit_{{module}}(void) { return PyModule_Create2(&definition, 1013); }
            """,
    };

    /// <summary>The few declarations of <c>moduleobject.h</c> that a module needs, the same from CPython 3.5 to 3.14.</summary>
    public const string PythonHeader = """
        typedef struct _object PyObject;
        struct PyModuleDef { struct { long count; void *type; void *init; long index; void *copy; } base; const char *name, *doc; long size; void *methods, *slots, *traverse, *clear, *free; };
        extern PyObject *PyModule_Create2(struct PyModuleDef *, int);

        """;

    private static string Calls(IEnumerable<string> wants) =>
        string.Concat(wants.Select(name => $"extern int {name}(void);\nint (*call_{name})(void) = {name};\n"));
}
