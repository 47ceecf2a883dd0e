namespace Assay.Primitives;

/// <summary>Keeps what was found out at some cost, by a key that stands for what it was found out from. Whatever it gives back may be missing, and nobody may depend on it.</summary>
public abstract class NoteStore
{
    /// <summary>The longest note that is kept, in bytes.</summary>
    public const int LongestNote = 1 << 18;

    /// <summary>The note of a key, or null when there is none, or none that is whole.</summary>
    /// <param name="key">Lower-case hexadecimal digits and hyphens.</param>
    public abstract byte[]? Read(string key);

    /// <summary>Keeps a note; where that does not work, nothing happens.</summary>
    /// <param name="key">The key.</param>
    /// <param name="note">The note; a longer one than <see cref="LongestNote"/> is not kept.</param>
    public abstract void Write(string key, ReadOnlySpan<byte> note);
}
