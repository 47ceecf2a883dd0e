using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading;
using Assay.Loading.Instructions;
using Assay.Primitives;

namespace Assay.Examination;

/// <summary>
/// Takes back a failure that nothing but the walk's own picture of Python values speaks for. Compiled code adds attributes that no source shows, so such a failure may
/// be a gap in the picture, and a false alarm is worse than an open question.
/// </summary>
internal static class Doubt
{
    private static readonly string[] Pictured = ["AttributeError", "NameError", "TypeError", "AssertionError", "KeyError", "IndexError", "ValueError", "UnboundLocalError"];

    /// <summary>The walk as it may be reported.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="workingDirectory">The directory first on <c>sys.path</c>, or null.</param>
    public static ImportWalkResult Applied(ImportWalkResult walk, PythonEnvironment environment, string? workingDirectory)
    {
        if (walk is not { Outcome: VerdictKind.Fails, Exception: { } exception }) return walk;
        for (PythonException? link = exception; link is not null; link = link.Cause)
            if (link.Origin is not null || !Pictured.Contains(link.TypeName)) return walk;
        if (walk.Steps.Any(step => IsDisplaced(step, environment, workingDirectory))) return walk;
        return walk with { Outcome = VerdictKind.Unknown, Exception = null, Undecided = walk.Undecided ?? $"the code seems to raise {exception.TypeName}: {exception.Message}", Certainty = Certainty.Conditional };
    }

    /// <summary>The walk through a folder of packages without an interpreter: only what the loader refuses is known, everything else depends on what nobody has seen.</summary>
    /// <param name="walk">The walk.</param>
    public static ImportWalkResult WithoutInterpreter(ImportWalkResult walk)
    {
        bool isRefused = walk.Outcome == VerdictKind.Crashes;
        for (PythonException? link = walk.Outcome == VerdictKind.Fails ? walk.Exception : null; link is not null; link = link.Cause) isRefused |= link.Origin is LoadFailure;
        if (isRefused) return walk;
        return walk with { Outcome = VerdictKind.Unknown, Exception = null, Undecided = walk.Undecided ?? "only a folder of packages was given, without an interpreter; nothing in it speaks against the import" };
    }

    /// <summary>Extension modules of the stable ABI that a walk loads into a free-threaded Python before 3.15: it takes them by their names, and their objects have another layout there.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="environment">The environment.</param>
    public static IEnumerable<string> StableAbiModules(ImportWalkResult walk, PythonEnvironment environment) =>
        environment.AbiFlags.Contains('t', StringComparison.Ordinal) && environment.Version.Minor < 15
            ? walk.Steps.Select(step => step.File).OfType<string>().Where(file => file.EndsWith(".abi3.so", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)
            : [];

    /// <summary>The walk of a free-threaded Python through a module of the stable ABI: what its code does with objects of another layout is not decided.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="environment">The environment.</param>
    public static ImportWalkResult OfLayout(ImportWalkResult walk, PythonEnvironment environment) =>
        walk.Outcome is VerdictKind.Imports && StableAbiModules(walk, environment).FirstOrDefault() is { } file
            ? walk with { Outcome = VerdictKind.Unknown, Undecided = $"{PosixPath.Name(file)} is built for the stable ABI of builds with the GIL; this Python loads it, and what its code does with objects of another layout is not known", Certainty = Certainty.Conditional }
            : walk;

    /// <summary>The walk of a process with code of 32-bit Arm that is compiled for more than its processor has: that code may end it, and no <c>except</c> catches that.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="codes">The files.</param>
    public static ImportWalkResult OfArm(ImportWalkResult walk, ImmutableArray<NewerArmCode> codes) =>
        walk.Outcome is VerdictKind.Imports or VerdictKind.Fails && codes.FirstOrDefault(code => code.Proof is null) is { } code
            ? walk with { Outcome = VerdictKind.Unknown, Exception = null, Undecided = $"{PosixPath.Name(code.File)} is compiled for {code.Needs}; whether the import comes to what this processor cannot run is not decided", Certainty = Certainty.Conditional }
            : walk;

    // A module from the working directory or the user site, or a hollow package, is a reason of its own to lack what others expect of it.
    private static bool IsDisplaced(ImportStep step, PythonEnvironment environment, string? workingDirectory) =>
        (step.Kind == ModuleKind.Namespace && !step.Module.Contains('.', StringComparison.Ordinal))
        || (step.File is { } file && (IsBelow(file, environment.UserSite) || (IsBelow(file, workingDirectory) && !environment.ModulePath.Any(entry => IsBelow(file, entry)))));

    private static bool IsBelow(string file, string? directory) => directory is not null && file.StartsWith(directory + "/", StringComparison.Ordinal);
}
