using System.Text.RegularExpressions;
using Assay.Primitives;

namespace Assay.Blas;

/// <summary>
/// Which library a wrapper would load, as far as settings tell. FlexiBLAS (src/fallback and README of mpimd-csc/flexiblas): the variable FLEXIBLAS wins over <c>~/.flexiblasrc</c>, that
/// over the system's file and the folder beside it. libblastrampoline: LBT_DEFAULT_LIBS; everything else is set by the program that uses it.
/// </summary>
internal static partial class WrapperBackend
{
    private static readonly string[] SystemFiles = ["/etc/flexiblasrc", "/usr/local/etc/flexiblasrc"];

    /// <summary>The setting in words, or null when none is found.</summary>
    /// <param name="implementation">The wrapper.</param>
    /// <param name="machine">The machine with its variables and files.</param>
    public static string? Of(BlasImplementation implementation, IMachine machine) => implementation switch
    {
        BlasImplementation.FlexiBlas => FlexiBlas(machine),
        BlasImplementation.LibBlasTrampoline => machine.EnvironmentVariable("LBT_DEFAULT_LIBS") is { Length: > 0 } libraries ? $"{libraries} (LBT_DEFAULT_LIBS)" : null,
        _ => null,
    };

    private static string? FlexiBlas(IMachine machine)
    {
        if (machine.EnvironmentVariable("FLEXIBLAS") is { Length: > 0 } variable) return $"{variable} (FLEXIBLAS)";
        List<string> files = [];
        if (machine.EnvironmentVariable("HOME") is { Length: > 0 } home) files.Add(home + "/.flexiblasrc");
        foreach (string file in SystemFiles)
        {
            files.Add(file);
            files.AddRange((machine.List(file + ".d") ?? []).Where(entry => entry.Name.EndsWith(".conf", StringComparison.Ordinal)).Select(entry => $"{file}.d/{entry.Name}").Order(StringComparer.Ordinal));
        }

        foreach (string file in files)
            if (machine.ReadText(file) is { } text && Default().Match(text) is { Success: true } match) return $"{match.Groups[1].Value} ({file})";
        return null;
    }

    [GeneratedRegex(@"^\s*default\s*=\s*(\S+)", RegexOptions.CultureInvariant | RegexOptions.Multiline, 1000)]
    private static partial Regex Default();
}
