using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Assay.Binaries;
using Assay.Binaries.MachO;
using Assay.Environments;
using Assay.Loading;
using Assay.Loading.Dyld;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>Gathers what only environments of macOS have. Files that were not loaded are looked at only when one of them failed for want of a newer system.</summary>
/// <param name="environment">The environment.</param>
/// <param name="target">Where it runs.</param>
/// <param name="store">The binaries read so far.</param>
internal sealed class MacOsFactGatherer(PythonEnvironment environment, Target target, BinaryStore store)
{
    private const string RosettaRuntime = "/Library/Apple/usr/libexec/oah";

    /// <summary>The facts.</summary>
    /// <param name="names">The imports.</param>
    /// <param name="runs">How each of them went.</param>
    /// <param name="failures">Those that failed.</param>
    /// <param name="scope">The distributions that remarks may be about; null for all.</param>
    public MacOsFacts Gather(ImmutableArray<string> names, ImportRun[] runs, ImmutableArray<FailedImport> failures, ImmutableHashSet<string>? scope)
    {
        bool asksForNewer = failures.Any(failed => failed.Load is { Kind: LoadFailureKind.UndefinedSymbol, Version: not null });
        return new MacOsFacts
        {
            LaterSymbols = asksForNewer ? [.. LaterSymbols(scope is null ? null : WithRequirements(scope))] : [],
            OldAccelerateUses = [.. OldAccelerate(runs)],
            InterpreterSdk = Interpreter()?.Build?.Sdk,
            HasRosetta = HasRosetta(),
            ValidatesLibraries = HostSignature.Of(Program()).ValidatesLibraries,
            CondaSettings = environment.CondaPackages.IsEmpty ? [] : [.. CondaSettingsReader.Differing(environment, WantedSubdirectory)],
            Quarantined = [.. Quarantined(runs, scope)],
            ForeignCondaPackages = scope is null || failures.Length > 0 ? [.. ForeignPackages()] : [],
        };
    }

    private IEnumerable<LaterSymbol> LaterSymbols(ImmutableHashSet<string>? scope)
    {
        foreach (string path in NativeFiles(scope))
        {
            if (store.Get(path, out _) is not { Format: BinaryFormat.MachO } file) continue;
            foreach ((string symbol, string library, PackedVersion since) in SystemNeeds.Later(file, target))
            {
                // One symbol tells enough of a file: it is the one that dyld names.
                yield return new LaterSymbol(path, symbol, library, since);
                break;
            }
        }
    }

    // The import that failed would have gone on to what its distributions require: their files ask for the same system.
    private ImmutableHashSet<string> WithRequirements(ImmutableHashSet<string> reached)
    {
        MarkerEnvironment markers = EnvironmentMarkers.Of(environment);
        ILookup<string, InstalledDistribution> installed = environment.Distributions.ToLookup(distribution => distribution.NormalizedName);
        HashSet<string> all = [];
        Stack<string> pending = new(reached);
        while (pending.TryPop(out string? name))
        {
            if (!all.Add(name) || installed[name].FirstOrDefault() is not { } distribution) continue;
            foreach (string text in distribution.Requirements)
                if (Requirement.TryParse(text.Trim(), out Requirement? requirement) && (requirement.Marker is not { } marker || marker.Evaluate(markers, out _))) pending.Push(requirement.NormalizedName);
        }

        return [.. all];
    }

    private IEnumerable<string> Quarantined(ImportRun[] runs, ImmutableHashSet<string>? scope) => runs
        .SelectMany(run => run.MacFiles)
        .Select(file => file.Path)
        .Concat(scope is null ? NativeFiles(null) : [])
        .Distinct(StringComparer.Ordinal)
        .Where(path => environment.Machine.ExtendedAttribute(path, "com.apple.quarantine") is { } value && !IsApproved(value));

    // FLAGS;TIME;AGENT;UUID with the flags in hexadecimal digits; 0x40 is set once somebody has opened it in spite of the question.
    private static bool IsApproved(byte[] value)
    {
        string flags = Encoding.ASCII.GetString(value).Split(';')[0];
        return uint.TryParse(flags, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint bits) && (bits & 0x40) != 0;
    }

    private IEnumerable<string> NativeFiles(ImmutableHashSet<string>? scope) => environment.Distributions
        .Where(distribution => scope is null || scope.Contains(distribution.NormalizedName))
        .SelectMany(distribution => distribution.RecordedFiles.Value.Select(name => PosixPath.Normalize(PosixPath.Join(distribution.Location, name))))
        .Where(path => path.EndsWith(".so", StringComparison.Ordinal) || path.EndsWith(".dylib", StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal);

    // A file that keeps to the old interface beside others with the new one is its makers' choice; a process that knows only the old one was built for it.
    private static IEnumerable<LaterSymbol> OldAccelerate(ImportRun[] runs)
    {
        foreach (MacProcessFile file in runs.Where(run => !run.MacFiles.Any(file => SystemNeeds.UsesNewAccelerate(file.Image))).SelectMany(run => run.MacFiles).DistinctBy(file => file.Path))
            if (SystemNeeds.OldAccelerateSymbol(file.Image) is { } symbol) yield return new LaterSymbol(file.Path, symbol, "Accelerate", null);
    }

    private string WantedSubdirectory => environment.Architectures.Contains(Architecture.Arm64) ? "osx-arm64" : "osx-64";

    // What runs is what the signature is looked up of; a framework's bin/python3 only starts it.
    private MachOImage? Program() => environment.RealExecutable is { } path ? ImageOf(DyldSystem.Program(environment.Machine, path)) : null;

    private MachOImage? Interpreter() => environment.RealExecutable is { } path ? ImageOf(path) : null;

    private MachOImage? ImageOf(string path) => store.Get(path, out _) is { } file
        ? file.Images.OfType<MachOImage>().FirstOrDefault(image => image.Architecture == target.Architecture) ?? file.Images.OfType<MachOImage>().FirstOrDefault()
        : null;

    // Only a whole macOS says something by what it lacks.
    private bool? HasRosetta() => environment.Machine.IsDirectory("/System/Library/CoreServices") ? environment.Machine.IsDirectory(RosettaRuntime) : null;

    private IEnumerable<ForeignCondaPackage> ForeignPackages()
    {
        string wanted = WantedSubdirectory;
        foreach (CondaPackage package in environment.CondaPackages)
        {
            string? subdirectory = package.Details.Value.Subdirectory;
            if (subdirectory is not null && subdirectory != "noarch" && subdirectory != wanted) yield return new ForeignCondaPackage(package.Name, subdirectory, package.MetadataPath);
        }
    }
}
