using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>Python will show a text that names a wrapper, not the cause. The cause is a finding of its own and comes first.</summary>
public sealed class MaskedImportError : Rule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A604", "masked-import-error", nameof(MaskedImportError), "the error text that Python shows comes from a wrapper and does not name the cause");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://docs.python.org/3/library/exceptions.html#exception-context",
        "https://github.com/scipy/scipy/issues/16304",
        "https://github.com/scikit-learn/scikit-learn/issues/28362",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Examine(RuleContext context)
    {
        foreach (FailedImport failed in context.Failures)
        {
            if (failed.Exception is not { } shown || failed.Deciding is not { } cause || ReferenceEquals(shown, cause) || shown.Message is null) continue;
            yield return new Finding
            {
                Code = Info.Code,
                Severity = Severity.Note,
                Title = "the text that Python shows last is a wrapper; the cause stands further up",
                Path = failed.LastFile,
                Import = failed.Import,
                Notes = [$"shown: {shown.TypeName}: {PythonText.FirstLine(shown.Message)}", $"cause: {cause.TypeName}: {PythonText.FirstLine(cause.Message ?? "")}"],
                Remedies = [new Remedy.Advise("put the cause right: the wrapper raises only because of it")],
                Sources = Sources,
            };
        }
    }
}
