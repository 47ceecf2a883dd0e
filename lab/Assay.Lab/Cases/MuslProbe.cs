using Assay.Lab.Elf;

namespace Assay.Lab.Cases;

/// <summary>
/// No CPython for musl exists on Debian, its loader does. The probe stands in for the interpreter: it finds the extension as importlib would in
/// one directory, opens it as CPython does, looks up its init function, and says what CPython would say. It offers the names of the C API that
/// the extensions want, and never calls into them.
/// </summary>
internal static class MuslProbe
{
    public const string Site = "/usr/lib/python3.11/site-packages";

    public const string Tag = "cpython-311-x86_64-linux-musl";

    /// <summary>The C source, with every name of the C API that an extension under <paramref name="siteDirectory"/> wants.</summary>
    public static string Source(string siteDirectory)
    {
        SortedSet<string> names = new(StringComparer.Ordinal) { "PyModule_Create2" };
        foreach (string file in Directory.EnumerateFiles(siteDirectory, "*.so", SearchOption.AllDirectories))
            names.UnionWith(new ElfEditor(File.ReadAllBytes(file)).Symbols().Where(symbol => symbol.Section == 0).Select(symbol => symbol.Name).Where(name => name.StartsWith("Py", StringComparison.Ordinal) || name.StartsWith("_Py", StringComparison.Ordinal)));
        return string.Concat(names.Select(name => $"long {name}[64] = {{ 1 }};\n")) + Main;
    }

    private const string Main = $$"""
        #include <dlfcn.h>
        #include <stdio.h>
        #include <string.h>
        #include <unistd.h>
        static void fails(const char *type, const char *message)
        {
            printf("\nassay-lab-answer:fails %s ", type);
            for (; *message; message++) printf("%02x", (unsigned char)*message);
            printf("\n");
        }
        int main(int count, char **arguments)
        {
            static const char *suffixes[] = { ".{{Tag}}.so", ".abi3.so", ".so", 0 };
            char path[4096] = "", text[4096];
            for (int index = 0; suffixes[index]; index++)
            {
                snprintf(path, sizeof path, "{{Site}}/%s%s", arguments[1], suffixes[index]);
                if (access(path, F_OK) == 0) break;
                path[0] = 0;
            }
            if (!path[0])
            {
                snprintf(text, sizeof text, "No module named '%s'", arguments[1]);
                fails("ModuleNotFoundError", text);
                return 0;
            }
            void *handle = dlopen(path, RTLD_NOW);
            if (!handle)
            {
                fails("ImportError", dlerror());
                return 0;
            }
            snprintf(text, sizeof text, "PyInit_%s", arguments[1]);
            if (!dlsym(handle, text))
            {
                snprintf(text, sizeof text, "dynamic module does not define module export function (PyInit_%s)", arguments[1]);
                fails("ImportError", text);
                return 0;
            }
            printf("\nassay-lab-answer:ok\n");
            fflush(stdout);
            return 0;
        }
        """;
}
