namespace Assay.Imports.Syntax;

/// <summary>Classes of bytes in Python source. Bytes above 127 count as letters: they occur in identifiers, and anywhere else they are errors.</summary>
internal static class Characters
{
    /// <summary>True for what an identifier may start with.</summary>
    /// <param name="b">A byte.</param>
    public static bool IsIdentifierStart(byte b) => (uint)((b | 0x20) - 'a') <= 'z' - 'a' || b == '_' || b >= 0x80;

    /// <summary>True for what an identifier may go on with.</summary>
    /// <param name="b">A byte.</param>
    public static bool IsIdentifierPart(byte b) => IsIdentifierStart(b) || IsDigit(b);

    /// <summary>True for 0 to 9.</summary>
    /// <param name="b">A byte.</param>
    public static bool IsDigit(byte b) => (uint)(b - '0') <= 9;
}
