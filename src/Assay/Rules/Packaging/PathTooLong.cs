using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>Files of a package are missing on Windows, and their paths are longer than Windows takes by default.</summary>
public sealed class PathTooLong : CauseRule
{
    /// <summary>MAX_PATH with its closing NUL, and the letter of the drive with its colon.</summary>
    private const int Longest = 260 - 1, Drive = 2;

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A516", "path-too-long", nameof(PathTooLong), "files of a package could not be installed, because their paths are longer than Windows takes");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Displacement;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://learn.microsoft.com/en-us/windows/win32/fileio/maximum-file-path-limitation",
        "https://github.com/pypa/pip/issues/10045",
        "https://github.com/pytorch/pytorch/issues/23823",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Missing is not { } missing || Told(context).FirstOrDefault(each => each.MissingFiles.Any(file => IsModule(file, missing.Name))) is not { } check) return null;
        return Cause(failed, Title(check), check.Distribution.MetadataPath) with { Steps = Lines(check), Remedies = Cure(check, context) };
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context) => Told(context)
        .Where(check => context.IsInScope(check.Distribution))
        .Select(check => new Finding
        {
            Code = Info.Code,
            Severity = Severity.Warning,
            Title = Title(check),
            Path = check.Distribution.MetadataPath,
            Steps = Lines(check),
            Remedies = Cure(check, context),
            Sources = Sources,
        });

    /// <summary>True when the length of paths explains why files of a distribution are missing.</summary>
    /// <param name="check">The distribution.</param>
    /// <param name="target">Where it runs.</param>
    internal static bool Explains(IncompleteDistribution check, Target target) => target.Os == OperatingSystemKind.Windows && check.MissingFiles.Any(file => LengthOf(check.Distribution, file) > Longest);

    private static IEnumerable<IncompleteDistribution> Told(RuleContext context) => context.Records.Where(check => Explains(check, context.Target));

    private static int LengthOf(InstalledDistribution distribution, string file) => PosixPath.Join(distribution.Location, file).Length + Drive;

    private static bool IsModule(string file, string module)
    {
        string path = module.Replace('.', '/');
        return file.StartsWith(path, StringComparison.Ordinal) && file.Length > path.Length && file[path.Length] is '.' or '/';
    }

    private static string Title(IncompleteDistribution check)
    {
        string[] all = [.. check.MissingFiles.Where(file => LengthOf(check.Distribution, file) > Longest)];
        string files = all.Length == 1 ? "a file" : $"{all.Length} files";
        return $"{files} of `{check.Distribution.Name} {check.Distribution.Version}` {(all.Length == 1 ? "is" : "are")} gone, with paths of up to {all.Max(file => LengthOf(check.Distribution, file))} characters; Windows takes {Longest} by default";
    }

    private static ImmutableArray<string> Lines(IncompleteDistribution check) =>
        [.. check.MissingFiles.Where(file => LengthOf(check.Distribution, file) > Longest).Take(3).Select(file => $"gone: {file}")];

    private static ImmutableArray<Remedy> Cure(IncompleteDistribution check, RuleContext context) =>
    [
        new Remedy.Advise("let Windows take long paths (as administrator): `reg add HKLM\\SYSTEM\\CurrentControlSet\\Control\\FileSystem /v LongPathsEnabled /t REG_DWORD /d 1`"),
        new Remedy.Advise(context.Environment.Path.Contains("PythonSoftwareFoundation.Python", StringComparison.Ordinal)
            ? "or use the Python of python.org: the one of the Store has packages in a very long directory"
            : "or make the environment in a directory with a short name"),
        new Remedy.Reinstall(check.Distribution.Name, check.Distribution.Version),
    ];
}
