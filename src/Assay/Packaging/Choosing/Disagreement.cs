namespace Assay.Packaging.Choosing;

/// <summary>Why pip and uv do not take the same file.</summary>
/// <param name="Cause">The rule in which they differ.</param>
/// <param name="Text">What it means here, a sentence without full stop.</param>
public sealed record Disagreement(DisagreementCause Cause, string Text)
{
    /// <summary>Compares the choices of both; null when they take the same file or both take none.</summary>
    /// <param name="pipPage">The files as pip has them before it.</param>
    /// <param name="uvPage">The same files in the order that uv has them.</param>
    /// <param name="pip">What pip is asked.</param>
    /// <param name="uv">The same question for uv.</param>
    public static Disagreement? Between(IndexPage pipPage, IndexPage uvPage, Question pip, Question uv)
    {
        ArgumentNullException.ThrowIfNull(pipPage);
        ArgumentNullException.ThrowIfNull(uvPage);
        ArgumentNullException.ThrowIfNull(pip);
        ArgumentNullException.ThrowIfNull(uv);
        IndexFile? pips = pipPage.Choose(pip), uvs = uvPage.Choose(uv);
        if (pips?.Filename == uvs?.Filename) return null;

        // What one of them would never take decides; the rest is a matter of order.
        if (uvs is not null && Refusal.Of(pipPage, uvs, pip) is { } byPip) return Refused(byPip, uvs, "pip", "uv", pip.Requirement);
        if (pips is not null && Refusal.Of(uvPage, pips, uv) is { } byUv) return Refused(byUv, pips, "uv", "pip", pip.Requirement);
        return Ordered(pipPage, (pips, pip), (uvs, uv));
    }

    private static Disagreement Refused(Refusal refusal, IndexFile file, string refuser, string taker, Requirement requirement)
    {
        string says = $"for {refuser} {file.Filename} {refusal.Reason}";
        return refusal.Kind switch
        {
            RefusalKind.RequiresPython => new(DisagreementCause.RequiresPythonUpperBound, $"{says}; uv looks at the lower bound only and takes it"),
            RefusalKind.UnreadableRequiresPython => new(DisagreementCause.RequiresPythonUnreadable, $"{says}; pip passes over such a text and takes the file"),
            RefusalKind.Yanked => new(DisagreementCause.Yanked, $"{says}; {(taker == "pip" ? "pip takes a file whose reason is an empty text for one that was not yanked, and a clause `==` among others for a request" : "uv takes it")}"),
            RefusalKind.OtherVersion when requirement.Specifiers.Clauses.Any(clause => clause.Operator == "===") => new(DisagreementCause.ArbitraryEquality, $"{says}; `===` asks pip for this very spelling and uv for this version"),
            RefusalKind.UnreadableName => new(DisagreementCause.FileName, $"{says}; {taker} takes it"),
            _ => new(DisagreementCause.Tag, $"{says}; {taker} takes it"),
        };
    }

    private static Disagreement Ordered(IndexPage page, (IndexFile? File, Question Question) pip, (IndexFile? File, Question Question) uv)
    {
        ReadFile? pips = pip.File is null ? null : page.Read(Installer.Pip, pip.File), uvs = uv.File is null ? null : page.Read(Installer.Uv, uv.File);
        if (pips is { Version.IsPrerelease: true } != uvs is { Version.IsPrerelease: true })
            return new(DisagreementCause.Prerelease, pips is { Version.IsPrerelease: true }
                ? $"pip takes the pre-release {pips.VersionText} since the requirement names one; for uv an upper bound does not ask for pre-releases"
                : $"uv takes the pre-release {uvs!.VersionText}; pip does not while there is a final version");
        if ((pips is not null && pips.File.IsYanked) != (uvs is not null && uvs.File.IsYanked))
            return new(DisagreementCause.Yanked, "pip takes yanked files only when nothing else is left; uv takes them like others once their version is asked for");
        if (pips is { IsWheel: false } && uvs?.Version.CompareTo(pips.Version) != 0)
            return new(DisagreementCause.RequiresPythonOfSibling, $"uv reads the Requires-Python of {pips.VersionText} from its wheel, which leaves this Python out; pip goes by that of the source distribution");
        if (pips is null || uvs is null) return new(DisagreementCause.EqualFiles, "one of them finds no file although each would take the other's");
        if (uvs.IsWheel && pips.IsWheel && (pip.Question.Tags.RankOf(pips.Tags!) != pip.Question.Tags.RankOf(uvs.Tags!) || uv.Question.Tags.RankOf(pips.Tags!) != uv.Question.Tags.RankOf(uvs.Tags!)))
            return new(DisagreementCause.TagOrder, $"pip prefers the tag of {pips.File.Filename}, uv that of {uvs.File.Filename}{(pips.File.Filename.Contains("-linux_", StringComparison.Ordinal) ? ": pip has `linux_*` first since 26.3, uv last" : "")}");
        return new(DisagreementCause.EqualFiles, "both files are equally good; pip takes the last of the page, uv the first by name");
    }
}
