using Assay.Imports.Finding;

namespace Assay.Imports.Values;

/// <summary>How far a module is.</summary>
internal enum ModuleState
{
    Initializing,
    Loaded,
    Failed,
}

/// <summary>A module.</summary>
internal sealed class ModuleValue(string name, ModuleSpec? spec, Namespace globals) : Value
{
    /// <summary>Its dotted name.</summary>
    public string Name { get; } = name;

    /// <summary>Where it was found; null for a module that code made itself.</summary>
    public ModuleSpec? Spec { get; } = spec;

    public Namespace Globals { get; } = globals;

    public ModuleState State { get; set; } = ModuleState.Loaded;

    /// <summary>True for a module of the standard library.</summary>
    public bool IsStandardLibrary { get; init; }

    /// <summary>True when what it binds is not read: compiled code.</summary>
    public bool IsOpaque { get; init; }

    /// <summary>True when it was loaded where it was not certain that it would be.</summary>
    public bool IsPossible { get; set; }

    /// <summary>Attributes that are known not to be there although the module is opaque; null when none are.</summary>
    public HashSet<string>? Absent { get; set; }
}
