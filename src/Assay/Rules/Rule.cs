using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Rules;

/// <summary>Judges facts that were gathered. A pure function: it sees no machine, so its test needs no disk.</summary>
public abstract class Rule
{
    /// <summary>What it is called.</summary>
    public abstract RuleInfo Info { get; }

    /// <summary>Where the knowledge comes from: standards, source files, public threads. Repeated on its page.</summary>
    public abstract ImmutableArray<string> Sources { get; }

    /// <summary>Everything it finds in the facts.</summary>
    /// <param name="context">The facts.</param>
    public abstract IEnumerable<Finding> Examine(RuleContext context);
}
