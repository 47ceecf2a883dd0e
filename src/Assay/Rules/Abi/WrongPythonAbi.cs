using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>The extension is there, built for another Python; this one does not even look at it.</summary>
public sealed class WrongPythonAbi : CauseRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A301", "wrong-python-abi", nameof(WrongPythonAbi), "an extension is built for another Python than the one that imports it");

    /// <inheritdoc/>
    public override Closeness Closeness => Closeness.Damage;

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://peps.python.org/pep-3149/ (ABI tags in file names)",
        "https://docs.python.org/3/library/importlib.html#importlib.machinery.EXTENSION_SUFFIXES",
        "https://github.com/numpy/numpy/issues/24586",
        "https://peps.python.org/pep-0703/ (free-threaded builds)",
        "https://github.com/python/cpython/issues/120653",
        "https://github.com/numpy/numpy/issues/15878",
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Missing is not { } missing) return null;
        ExtensionTag? accepted = ExtensionTag.First(context.Environment.ExtensionSuffixes);
        if (accepted is null) return null;
        foreach (string miss in missing.NearMisses)
        {
            if (StableAbi(failed, miss, context, accepted) is { } stable) return stable;
            if (ExtensionTag.Of(miss) is not { Python: { } python } tag || python == accepted.Python) continue;
            // Another platform is the other rule's, whichever Python it was for.
            if (tag.Platform is not null && accepted.Platform is not null && tag.Platform != accepted.Platform) continue;
            string name = missing.Name[(missing.Name.LastIndexOf('.') + 1)..];
            Finding finding = Cause(failed, $"`{name}` is built for {tag.PythonWord}, this is {accepted.PythonWord}", miss);
            return finding with
            {
                Evidence = [new Evidence(miss, null, "file name", "suffix", miss[(miss.LastIndexOf('/') + 1 + name.Length)..], $"this Python looks only at {string.Join(", ", context.Environment.ExtensionSuffixes)}")],
                Notes = [.. finding.Notes, .. SharedDirectory(tag, accepted, context)],
                Remedies = [.. ReinstallOwner(context, miss), new Remedy.Advise("do not copy package folders between Pythons, and look what `PYTHONPATH` adds")],
            };
        }

        return null;
    }

    /// <inheritdoc/>
    public override IEnumerable<Finding> Observe(RuleContext context) => context.StableAbiModules.Select(file => new Finding
    {
        Code = Info.Code,
        Severity = Severity.Warning,
        Title = $"{Quoted(file)} is built for the stable ABI of builds with the GIL, and this is a free-threaded Python",
        Path = file,
        Notes = ["Python loads it by its name; its objects have another layout, and installers take such a wheel for no free-threaded Python"],
        Remedies = [.. ReinstallOwner(context, file), new Remedy.Advise("if it has no wheel for free-threaded Python, use the build with the GIL")],
        Sources = Sources,
    });

    // From 3.15 on free-threaded builds do not take modules of the stable ABI, whose objects have another layout there (PEP 803).
    private Finding? StableAbi(FailedImport failed, string miss, RuleContext context, ExtensionTag accepted)
    {
        string name = miss[(miss.LastIndexOf('/') + 1)..];
        string? suffix = name.IndexOf('.', StringComparison.Ordinal) is >= 0 and int dot ? name[dot..] : null;
        if (suffix is not ".abi3.so" and not ".abi3t.so" || context.Environment.ExtensionSuffixes.Contains(suffix)) return null;
        string kind = suffix == ".abi3.so" ? "the stable ABI of builds with the GIL" : "the stable ABI of free-threaded builds";
        return Cause(failed, $"{Quoted(miss)} is built for {kind}, which this {accepted.PythonWord} does not load", miss) with
        {
            Evidence = [new Evidence(miss, null, "file name", "suffix", suffix, $"this Python looks only at {string.Join(", ", context.Environment.ExtensionSuffixes)}")],
            Remedies = [.. ReinstallOwner(context, miss), new Remedy.Advise("if it has no wheel for free-threaded Python, use the build with the GIL")],
        };
    }

    // Both builds of one version have the same prefix there, and so the same site-packages (python/cpython#120653).
    private static IEnumerable<string> SharedDirectory(ExtensionTag found, ExtensionTag accepted, RuleContext context)
    {
        if (context.Target.Os == Targets.OperatingSystemKind.Windows && found.Python!.TrimEnd('t', 'd') == accepted.Python!.TrimEnd('t', 'd'))
            yield return "on Windows all builds of one Python version share `Lib/site-packages`: install into a virtual environment of each";
    }
}
