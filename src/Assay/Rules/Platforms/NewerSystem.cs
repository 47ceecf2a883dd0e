using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>What rules about symbols of a later macOS have in common.</summary>
internal static class NewerSystem
{
    /// <summary>The load that failed because the system is too old, or null when it was something else.</summary>
    public static LoadFailure? Of(FailedImport failed, RuleContext context) =>
        context.Target.Os == OperatingSystemKind.MacOs && failed.Load is { Kind: LoadFailureKind.UndefinedSymbol, Symbol: not null, Library: not null, Version: not null } load ? load : null;

    /// <summary>True for the names of Accelerate's newer interface, which came with macOS 13.3.</summary>
    public static bool IsNewAccelerate(string symbol) => symbol.EndsWith("$NEWLAPACK", StringComparison.Ordinal) || symbol.EndsWith("$NEWLAPACK$ILP64", StringComparison.Ordinal);

    /// <summary>The system of the target in words.</summary>
    public static string Running(RuleContext context) => context.Target.OsVersion is { } version ? $"macOS {version}" : "this macOS";

    /// <summary>A library of the system as people call it: <c>Accelerate</c>, <c>libSystem</c>.</summary>
    public static string Called(string library)
    {
        string name = PosixPath.Name(library);
        int framework = library.IndexOf(".framework/", StringComparison.Ordinal);
        if (framework >= 0) name = PosixPath.Name(library[..framework]);
        return name.Split('.')[0];
    }

    /// <summary>What the header of the file promises, and every other file with the same trouble; the latter once per report.</summary>
    public static ImmutableArray<string> Notes(FailedImport failed, RuleContext context, LoadFailure load)
    {
        ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();
        if (failed.Culprit?.MinimumOs is { } minimum && context.Target.OsVersion is { } running)
            notes.Add(minimum > running ? $"it is built for macOS {minimum} and later" : $"its header says that macOS {minimum} is enough, which is wrong");
        if (!ReferenceEquals(context.Failures.First(other => Of(other, context) is not null), failed)) return notes.ToImmutable();
        foreach (LaterSymbol other in context.MacOs?.LaterSymbols ?? [])
            if (other.Path != load.Culprit) notes.Add($"`{Below(context.Environment, other.Path)}` wants `{other.Symbol}` of {Called(other.Library)}, which is in macOS {other.Since}");
        return notes.ToImmutable();
    }

    /// <summary>A build for the system that there is, and what else would do.</summary>
    public static ImmutableArray<Remedy> Cure(RuleContext context, LoadFailure load)
    {
        Remedy upgrade = new Remedy.Advise($"or upgrade to macOS {load.Version} or later");
        if (context.OwnerOf(load.Culprit) is not { } owner)
            return [new Remedy.Advise("the file belongs to no package: install the Python that brought it in a build for this macOS"), upgrade];
        int needed = PackedVersion.TryParse(load.Version!, out PackedVersion since) ? since.Major : int.MaxValue;
        int major = Math.Max(11, Math.Min(context.Target.OsVersion?.Major ?? 11, needed - 1));
        return [new Remedy.InstallForPlatform(owner.Name, owner.Version, $"macosx_{major}_0_{(context.Target.Architecture == Architecture.X86_64 ? "x86_64" : "arm64")}"), upgrade];
    }

    private static string Below(PythonEnvironment environment, string path)
    {
        string? directory = environment.SiteDirectories.FirstOrDefault(directory => path.StartsWith(directory + "/", StringComparison.Ordinal));
        return directory is null ? path : path[(directory.Length + 1)..];
    }
}
