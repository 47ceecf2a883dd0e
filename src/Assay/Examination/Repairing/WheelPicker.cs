using System.Collections.Immutable;
using Assay.Environments;
using Assay.Indexes;
using Assay.Indexes.Web;
using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination.Repairing;

/// <summary>Finds the wheel that an installer would take, and opens it: one that lies in a directory where it lies, one on a server after it was downloaded into memory.</summary>
/// <param name="indexes">Where files are looked for.</param>
/// <param name="machine">The machine that has the directories.</param>
/// <param name="tags">What the environment's Python takes on its machine.</param>
/// <param name="said">Told what is being waited for.</param>
internal sealed class WheelPicker(PackageIndexes indexes, IMachine machine, SupportedTags tags, Action<string>? said) : IDisposable
{
    private const long LargestWheel = 1L << 30;

    private readonly Dictionary<string, PickedWheel?> open = new(StringComparer.Ordinal);

    /// <summary>Why a project got no wheel, one line each, by its normalised name.</summary>
    public Dictionary<string, string> Problems { get; } = new(StringComparer.Ordinal);

    /// <summary>How often nothing was found and a source had not answered, or only something to build was: an installer may still find what was asked for.</summary>
    public int Doubts { get; private set; }

    /// <summary>Finds the wheel for a project.</summary>
    /// <param name="project">The project, in any spelling.</param>
    /// <param name="specifiers">The clauses that its version has to satisfy, all of them.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <returns>The wheel, or null: <see cref="Problems"/> says why.</returns>
    public async Task<PickedWheel?> PickAsync(string project, IEnumerable<string> specifiers, CancellationToken cancellation)
    {
        string name = PackageName.Normalize(project), text = name + string.Join(',', specifiers.Where(clauses => clauses.Length > 0).Distinct(StringComparer.Ordinal));
        if (!Requirement.TryParse(text, out Requirement? requirement)) return Refuse(name, $"`{text}` is no requirement");
        said?.Invoke($"looking for {text}");
        IndexAnswer answer = await indexes.FindAsync(name, cancellation).ConfigureAwait(false);
        Question question = new(requirement, tags, AllowsSources: false);
        string? problem = answer.ProblemFor(tags.Installer);
        if (answer.PageFor(tags.Installer) is not { } page)
        {
            if (problem is not null) Doubts++;
            return Refuse(name, problem ?? $"no given source has files of {name}");
        }

        if (page.Choose(question) is { } file) return await OpenAsync(name, file, cancellation).ConfigureAwait(false);
        IndexFile? source = page.Choose(question with { AllowsSources = true });
        if (source is not null || problem is not null) Doubts++;
        string reason = source is not null ? $"only the source distribution {source.Filename} is offered for {text}, and what a build gives cannot be read beforehand" : $"no given source has a wheel of {text} for Python {tags.Python} on {TargetName.Format(tags.Target)}";
        return Refuse(name, problem is null ? reason : $"{reason}; {problem}");
    }

    /// <summary>True when some source has a file of a project that an installer takes, a source distribution among them. Nothing is opened.</summary>
    /// <param name="project">The project, in any spelling.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public async Task<bool> HasAsync(string project, string version, CancellationToken cancellation) =>
        Requirement.TryParse($"{PackageName.Normalize(project)}=={version}", out Requirement? exact)
        && (await indexes.FindAsync(project, cancellation).ConfigureAwait(false)).PageFor(tags.Installer)?.Choose(new Question(exact, tags)) is not null;

    /// <summary>The releases of CPython, other than the own one, that some source has a wheel of a project for on this machine.</summary>
    /// <param name="project">The project, in any spelling.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public async Task<ImmutableArray<PythonBuild>> OtherPythonsAsync(string project, CancellationToken cancellation)
    {
        if (!Requirement.TryParse(PackageName.Normalize(project), out Requirement? any) || (await indexes.FindAsync(project, cancellation).ConfigureAwait(false)).PageFor(tags.Installer) is not { } page) return [];
        return [.. PythonReleases.All.Where(build => build.Minor != tags.Python.Minor && page.Choose(new Question(any, SupportedTags.Of(build, tags.Target, tags.Installer), AllowsSources: false)) is not null)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PickedWheel? wheel in open.Values) wheel?.Subject.Dispose();
    }

    private async Task<PickedWheel?> OpenAsync(string name, IndexFile file, CancellationToken cancellation)
    {
        string key = file.Url ?? file.Filename;
        if (open.TryGetValue(key, out PickedWheel? known)) return known;
        PickedWheel? wheel = file.Url is { } path && path.StartsWith('/') ? OfDirectory(name, file, path) : await DownloadAsync(name, file, cancellation).ConfigureAwait(false);
        open[key] = wheel;
        return wheel;
    }

    private PickedWheel? OfDirectory(string name, IndexFile file, string path)
    {
        long bytes = machine.Look(path, out _)?.Length ?? 0;
        return WheelSubject.Open(machine, path, out _, out string? problem) is { } subject ? new PickedWheel(subject, file, bytes, IsRemote: false) : Refuse(name, problem!);
    }

    private async Task<PickedWheel?> DownloadAsync(string name, IndexFile file, CancellationToken cancellation)
    {
        if (file.Url is not { } url || WebAddress.Parse(url) is not { } address) return Refuse(name, $"{file.Filename}: its source gives no URL with http or https");
        if (indexes.Web is not { } web) return Refuse(name, $"{file.Filename}: not read, because the network is switched off");
        if (file.Size > LargestWheel) return Refuse(name, $"{file.Filename}: has {file.Size} bytes; at most {LargestWheel} are downloaded to look into it");
        said?.Invoke($"downloading {file.Filename}");
        WebAnswer answer = await web.GetAsync(new WebQuestion(WebAddress.Bare(address)) { MostBytes = LargestWheel }, cancellation).ConfigureAwait(false);
        if (answer.Content is not { } content) return Refuse(name, answer.Problem!);
        if (file.Sha256 is { } expected && Convert.ToHexStringLower(Sha256.HashData(content)) is var found && found != expected) return Refuse(name, $"{file.Filename}: expected the SHA-256 {expected}, which the index gives it, found {found}");
        MemoryMachine memory = new();
        memory.AddFile("/" + file.Filename, content);
        return WheelSubject.Open(memory, "/" + file.Filename, out _, out string? problem) is { } subject ? new PickedWheel(subject, file, content.Length, IsRemote: true) : Refuse(name, problem!);
    }

    private PickedWheel? Refuse(string name, string problem)
    {
        Problems[name] = problem;
        return null;
    }
}
