using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Where code is executed: a module, a class body or a call.</summary>
internal sealed class Frame
{
    public required ModuleValue Module { get; init; }

    /// <summary>The names bound here; the module's globals for a module.</summary>
    public required Namespace Locals { get; init; }

    /// <summary>The function around it whose names it sees, or null.</summary>
    public Frame? Enclosing { get; init; }

    /// <summary>The function that runs, or null.</summary>
    public FunctionValue? Function { get; init; }

    /// <summary>The frame that called, or null.</summary>
    public Frame? Caller { get; init; }

    /// <summary>The first argument of the call, for <c>super()</c>.</summary>
    public Value? FirstArgument { get; init; }

    /// <summary>True for a class body, whose names its functions do not see.</summary>
    public bool IsClass { get; init; }

    /// <summary>Names declared global here; null when none are.</summary>
    public HashSet<string>? GlobalNames { get; set; }

    /// <summary>Names declared nonlocal here; null when none are.</summary>
    public HashSet<string>? OuterNames { get; set; }

    /// <summary>What the call returns as far as executed; null when no <c>return</c> was met.</summary>
    public Value? Returned { get; set; }

    /// <summary>What a <c>yield</c> does here; null outside of generators.</summary>
    public Action<Value>? OnYield { get; init; }

    /// <summary>True for a module's own frame.</summary>
    public bool IsModule => ReferenceEquals(Locals, Module.Globals);

    /// <summary>The frame that a function defined here closes over.</summary>
    public Frame? ForClosure => IsModule ? null : IsClass ? Enclosing : this;
}

/// <summary>Where control can be after a statement.</summary>
[Flags]
internal enum Flow
{
    /// <summary>Nowhere: it only raises.</summary>
    None = 0,

    /// <summary>At the next statement.</summary>
    Normal = 1,

    /// <summary>Out of the function.</summary>
    Return = 2,

    /// <summary>Out of the loop.</summary>
    Break = 4,

    /// <summary>At the next round of the loop.</summary>
    Continue = 8,
}
