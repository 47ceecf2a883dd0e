using Assay.Primitives;

namespace Assay.Packaging.Choosing;

/// <summary>Why a file is not taken, whatever else there is to choose from.</summary>
/// <param name="Kind">The reason; the greater, the closer the file came.</param>
/// <param name="Reason">The reason in words that follow the file's name: <c>is for Python 3.10</c>.</param>
public sealed record Refusal(RefusalKind Kind, string Reason)
{
    /// <summary>The release of the target's own system (macOS, glibc or musl) that would take the file; null when that is not what is missing.</summary>
    public PackedVersion? Needed { get; init; }

    /// <summary>Why an installer refuses a file; null when it would take it if there were no better one.</summary>
    /// <param name="page">The page the file is on.</param>
    /// <param name="file">The file.</param>
    /// <param name="question">What is to be installed, where and by which installer.</param>
    public static Refusal? Of(IndexPage page, IndexFile file, Question question)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(question);
        return page.Read(question.Tags.Installer, file) is not { } read ? Unread(file, question.Tags.Installer) : Of(read, question);
    }

    /// <summary>Why an installer refuses a file whose name it could read.</summary>
    internal static Refusal? Of(ReadFile file, Question question)
    {
        bool isPip = question.Tags.Installer == Installer.Pip;
        VersionSpecifiers specifiers = question.Requirement.Specifiers;
        if (!IsAskedFor(file, question))
            return new Refusal(RefusalKind.OtherVersion, $"is version {file.VersionText}, asked for is `{specifiers}`");
        if (!file.IsWheel && !question.AllowsSources) return new Refusal(RefusalKind.SourceNotWanted, "is a source distribution, and only wheels are wanted");
        if (file.Tags is { } tags && question.Tags.RankOf(tags) is null) return TagRefusal.Of(tags, question.Tags);
        PythonBuild python = question.Tags.Python;
        if (!(isPip ? file.RequiresPython?.Contains(python.FullVersion) != false : UvPython.Takes(file.RequiresPython, python)))
            return new Refusal(RefusalKind.RequiresPython, $"requires Python `{file.File.RequiresPython}`, this is {python.FullVersion}");
        bool takesYanked = isPip ? PipChoice.IsPinned(specifiers) : new UvRange(specifiers).IsPinned;
        bool isYanked = isPip ? PipChoice.IsYanked(file) : file.File.IsYanked;
        return isYanked && !takesYanked
            ? new Refusal(RefusalKind.Yanked, $"was yanked{(file.File.YankReason is { Length: > 0 } reason ? $" ({reason})" : "")}, which is taken only when its version is asked for with `==`")
            : null;
    }

    /// <summary>True when the version of a file is among those that are asked for; whether pre-releases are wanted is not looked at.</summary>
    internal static bool IsAskedFor(ReadFile file, Question question) => question.Tags.Installer == Installer.Pip
        ? question.Requirement.Specifiers.Contains(file.VersionText)
        : new UvRange(question.Requirement.Specifiers).Contains(file.Version);

    private static Refusal Unread(IndexFile file, Installer installer)
    {
        string name = file.Filename;
        if (installer == Installer.Uv && !UvPython.TryRead(file.RequiresPython, out _))
            return new Refusal(RefusalKind.UnreadableRequiresPython, $"has a Requires-Python that cannot be read: `{file.RequiresPython}`");
        bool isArchive = name.EndsWith(".tar.bz2", StringComparison.Ordinal) || name.EndsWith(".tar.xz", StringComparison.Ordinal) || name.EndsWith(".tgz", StringComparison.Ordinal);
        return new Refusal(RefusalKind.UnreadableName, name.EndsWith(".whl", StringComparison.OrdinalIgnoreCase) ? "has no name that a wheel may have"
            : isArchive ? "is an archive of a kind that is not taken" : "is neither a wheel nor a source distribution of this project");
    }
}
