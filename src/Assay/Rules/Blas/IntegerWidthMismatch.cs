using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>A caller hands over integers of one width to a library that takes the other.</summary>
public sealed class IntegerWidthMismatch : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A409", "integer-width-mismatch", nameof(IntegerWidthMismatch), "a package hands 32-bit integers to a library built for 64 bits, or the other way round");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://github.com/OpenMathLib/OpenBLAS/issues/2982",
        "https://github.com/numpy/numpy/blob/main/numpy/_core/src/common/npy_cblas.h",
        "https://wiki.debian.org/DebianScience/LinearAlgebraLibraries",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        foreach (BlasConsumer caller in Callers.Of(context))
        {
            if (caller.Answers.FirstOrDefault(answer => Clash(answer, context) is not null) is not { } answer || Clash(answer, context) is not { } clash) continue;
            BlasLibrary library = answer.Library!;
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Warning,
                Title = $"`{PosixPath.Name(caller.Path)}` hands {Bits(clash.Asked)}-bit integers to `{PosixPath.Name(library.Path)}`, which takes {Bits(clash.Taken)}: the first call with an array of them reads or writes past its end",
                Path = caller.Path,
                Notes =
                [
                    $"it calls `{answer.Symbols[0].Stored}`{(answer.Symbols.Length > 1 ? $" and {answer.Symbols.Length - 1} more" : "")}; {clash.Why}",
                    .. answer.Route is { Steps.Length: > 1 } route ? [$"the way there: {string.Join(" -> ", route.Steps)}"] : (ImmutableArray<string>)[],
                ],
                Remedies = clash.Cure is { } cure ? [cure] : context.OwnerOf(caller.Path) is { } owner ? [new Remedy.InstallBinary(owner.Name, owner.Version)] : [new Remedy.Advise($"let a library for {Bits(clash.Asked)}-bit integers answer that name, or build the caller anew for the other width")],
                Sources = Sources,
            };
        }
    }

    private static (IntegerWidth Asked, IntegerWidth Taken, string Why, Remedy? Cure)? Clash(BlasAnswer answer, RuleContext context)
    {
        if (answer.Library is not { } library) return null;
        IntegerWidth promised = answer.Convention.Width;

        // MKL has the names of both widths in one file, and says by a variable what the plain ones take.
        if (library.Implementation == BlasImplementation.Mkl)
        {
            bool isWide = context.ThreadVariables.TryGetValue("MKL_INTERFACE_LAYER", out string? layer) && layer.StartsWith("ILP64", StringComparison.OrdinalIgnoreCase);
            return isWide && promised == IntegerWidth.Unknown && library.Width == IntegerWidth.Chosen
                ? (IntegerWidth.Lp64, IntegerWidth.Ilp64, "MKL_INTERFACE_LAYER=ILP64 is set", new Remedy.SetVariable("MKL_INTERFACE_LAYER", null, "lets MKL take integers of 32 bits again"))
                : null;
        }

        if (library.Implementation is BlasImplementation.FlexiBlas or BlasImplementation.LibBlasTrampoline || library.Width is not (IntegerWidth.Lp64 or IntegerWidth.Ilp64)) return null;
        if (promised is IntegerWidth.Lp64 or IntegerWidth.Ilp64) return promised == library.Width ? null : (promised, library.Width, "the marks of the names say the width", null);

        // Plain names mean 32 bits unless the caller was linked with a library of 64 on purpose: then it asks for it by a name with 64 in it.
        if (library.Width != IntegerWidth.Ilp64 || answer.Route is not { Steps: [var asked, ..] } route) return null;
        bool isOnPurpose = route.Kind != BlasRouteKind.Interposed && PosixPath.Name(asked).Contains("64", StringComparison.Ordinal);
        return isOnPurpose || route.Kind is BlasRouteKind.Own or BlasRouteKind.Bundled ? null
            : (IntegerWidth.Lp64, IntegerWidth.Ilp64, route.Kind == BlasRouteKind.Interposed ? "the library was loaded before the one that the caller is linked with, and its plain names win" : $"`{PosixPath.Name(asked)}`, which it is linked with, is a name for 32 bits", null);
    }

    private static int Bits(IntegerWidth width) => width == IntegerWidth.Ilp64 ? 64 : 32;
}
