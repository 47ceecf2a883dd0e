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
    ];

    /// <inheritdoc/>
    public override Finding? Explain(FailedImport failed, RuleContext context)
    {
        if (failed.Missing is not { } missing) return null;
        ExtensionTag? accepted = ExtensionTag.First(context.Environment.ExtensionSuffixes);
        if (accepted is null) return null;
        foreach (string miss in missing.NearMisses)
        {
            if (ExtensionTag.Of(miss) is not { Python: { } python } tag || python == accepted.Python) continue;
            // Another platform is the other rule's, whichever Python it was for.
            if (tag.Platform is not null && accepted.Platform is not null && tag.Platform != accepted.Platform) continue;
            string name = missing.Name[(missing.Name.LastIndexOf('.') + 1)..];
            Finding finding = Cause(failed, $"`{name}` is built for {tag.PythonWord}, this is {accepted.PythonWord}", miss);
            return finding with
            {
                Evidence = [new Evidence(miss, null, "file name", "suffix", miss[(miss.LastIndexOf('/') + 1 + name.Length)..], $"this Python looks only at {string.Join(", ", context.Environment.ExtensionSuffixes)}")],
                Remedies = [.. ReinstallOwner(context, miss), new Remedy.Advise("do not copy package folders between Pythons, and look what `PYTHONPATH` adds")],
            };
        }

        return null;
    }
}
