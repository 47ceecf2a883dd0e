using Assay.Imports.Values;

namespace Assay.Imports.Models;

/// <summary>A function that is known to be there, and nothing else about it.</summary>
internal static class Presence
{
    /// <summary>The function.</summary>
    public static NativeFunction Instance { get; } = new("function", static (_, _) => UnknownValue.Instance);
}
