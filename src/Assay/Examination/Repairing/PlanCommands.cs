using System.Collections.Immutable;
using Assay.Environments;
using Assay.Fixes;
using Assay.Indexes;
using Assay.Indexes.Web;

namespace Assay.Examination.Repairing;

/// <summary>The commands of pip or uv that bring planned changes about: everything removed first, then everything installed in one go, in the very versions that were judged.</summary>
internal static class PlanCommands
{
    /// <summary>The commands, to be typed in order.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="environment">The environment they are made in.</param>
    /// <param name="owner">Its owner.</param>
    /// <param name="index">Where the wheels were found, and will be found again.</param>
    public static ImmutableArray<string> Of(ImmutableArray<PackageChange> changes, PythonEnvironment environment, EnvironmentOwner owner, IndexSettings index)
    {
        string python = ShellText.Word(environment.Executable ?? "python3");
        bool isUv = owner.Kind == OwnerKind.Uv;
        string tool = isUv ? "uv pip" : $"{python} -m pip", place = isUv ? $" --python {python}" : "";
        List<string> commands = [];

        // pip takes one of several copies away at a time; --force-reinstall would leave the others.
        IEnumerable<PackageChange> removals = changes.Where(change => change.To is null || change.Copies > 1);
        foreach (int round in Enumerable.Range(0, isUv ? 1 : changes.Select(change => change.Copies).DefaultIfEmpty(1).Max()))
        {
            string[] names = [.. removals.Where(change => change.Copies > round).Select(change => ShellText.Word(change.Name))];
            if (names.Length > 0) commands.Add($"{tool} uninstall{place}{(isUv ? "" : " --yes")} {string.Join(' ', names)}");
        }

        string[] pins = [.. changes.Where(change => change.To is not null).Select(change => ShellText.Word($"{change.Name}=={change.To}"))];
        if (pins.Length == 0) return [.. commands];
        bool replaces = changes.Any(change => change is { To: not null, From: not null });
        string force = !replaces ? "" : isUv ? " --reinstall" : changes.Any(change => change.HasNoRecord) ? " --ignore-installed" : " --force-reinstall";
        commands.Add($"{tool} install{place}{force} --no-deps --only-binary :all:{Sources(index)} {string.Join(' ', pins)}");
        return [.. commands];
    }

    /// <summary>The words that name the sources, each with a blank before it.</summary>
    internal static string Sources(IndexSettings index)
    {
        string links = string.Concat(index.FindLinks.Select(place => $" --find-links {ShellText.Word(WebAddress.Hide(place))}"));
        if (index.HasNoIndex || (index.Offline && index.Indexes.All(place => place.Contains("://", StringComparison.Ordinal)))) return " --no-index" + links;
        string main = index.Indexes is [var first, ..] ? $" --index-url {Url(first)}" : "";
        return main + string.Concat(index.Indexes.Skip(1).Select(place => $" --extra-index-url {Url(place)}")) + links;
    }

    // Installers take a directory for an index by its URL only, and a password does not belong on a screen.
    private static string Url(string place) => ShellText.Word(place.StartsWith('/') ? "file://" + place : WebAddress.Hide(place));
}
