using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>The Python gets no fixes any more, or is not released yet.</summary>
public sealed class EndOfLifePython : Rule
{
    private static readonly Lazy<ImmutableSortedDictionary<string, DateOnly>> Ends = new(Read);

    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A518", "end-of-life-python", nameof(EndOfLifePython), "this Python gets no fixes any more, or is a version before its release");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://devguide.python.org/versions/",
        "https://peps.python.org/pep-0602/ (five years of fixes)",
        "https://docs.python.org/3/c-api/apiabiversion.html (release level)",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        PythonEnvironment environment = context.Environment;
        if (environment.Implementation != "cpython" || environment.RealExecutable is null) yield break;
        if (environment.ReleaseLevel is { } level)
        {
            yield return Remark(
                environment,
                $"this is CPython {environment.Version}{level}, a version before its release: wheels are built for the released one",
                new Remedy.Advise("install the release: the ABI of a version may change until its first release candidate"));
            yield break;
        }

        // Debian goes on mending the Python it was released with.
        if (environment.Kind == EnvironmentKind.Debian || context.Today is not { } today || !Ends.Value.TryGetValue(environment.Version.Short, out DateOnly end) || today < end) yield break;
        yield return Remark(
            environment,
            $"Python {environment.Version.Short} gets no fixes since {end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, and new releases of packages have no wheels for it",
            new Remedy.Advise($"make the environment with a newer Python: {string.Join(", ", Ends.Value.Where(each => each.Value > today).Select(each => each.Key).OrderBy(Minor))} get fixes"));
    }

    private Finding Remark(PythonEnvironment environment, string title, Remedy remedy) => new()
    {
        Code = Info.Code,
        Severity = Severity.Note,
        Title = title,
        Path = environment.RealExecutable,
        Remedies = [remedy],
        Sources = Sources,
    };

    private static int Minor(string version) => int.Parse(version.Split('.')[1], CultureInfo.InvariantCulture);

    private static ImmutableSortedDictionary<string, DateOnly> Read()
    {
        using JsonDocument document = EmbeddedData.Open("python-ends");
        return document.RootElement.GetProperty("ends").EnumerateObject().ToImmutableSortedDictionary(
            version => version.Name, version => DateOnly.ParseExact(version.Value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
