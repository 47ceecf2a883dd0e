namespace Assay.Imports.Walking;

/// <summary>What keeps a walk finite, whatever the code says.</summary>
internal sealed partial class Interpreter
{
    // Rounds of one loop, and elements of what is iterated over.
    private const int MaximumRounds = 20_000;

    // Code can make any number of exception classes.
    private const int RememberedPossibilities = 64;

    private const int MaximumExpressionDepth = 400;

    private const int MaximumCallDepth = 40;

    private const int MaximumRecursion = 4;

    // CPython's own limit of nested calls is 1000; a nested import takes several.
    private const int MaximumModuleDepth = 250;

    // Statements of one call from module level and of one walk. `import sympy` and the distributions of scipy.stats stay well below.
    private const long CallBudget = 60_000;

    private const long WalkBudget = 60_000_000;

    private long spent;
    private long spentInCall;

    /// <summary>True when a call was cut short, so that an import in its rest may have been missed.</summary>
    public bool WasCutShort { get; private set; }

    /// <summary>The statements executed so far.</summary>
    public long Spent => spent;

    private void Spend()
    {
        if (++spent > WalkBudget) throw new BudgetExceeded { IsFinal = true };
        if (callDepth == 0 || ++spentInCall <= CallBudget) return;
        WasCutShort = true;
        throw new BudgetExceeded();
    }
}
