using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Tells which exceptions that only follow from values are nevertheless sure.</summary>
internal static class Shadowing
{
    /// <summary>True when the exception is an attribute error of a module: what a module binds is read, not guessed.</summary>
    /// <param name="exception">The exception.</param>
    public static bool Explains(InstanceValue exception) =>
        exception.Class == BuiltinTypes.AttributeError && exception.ExceptionArguments is [StringValue text] && text.Text.Contains("module '", StringComparison.Ordinal);
}
