namespace Assay.Loading.Dyld;

/// <summary>One digit per recorded version of macOS: <c>1</c> it is there, <c>0</c> it is not, <c>?</c> not known. Bit 0 is the first version.</summary>
/// <param name="Present">The versions that have it.</param>
/// <param name="Open">The versions of which it is not known.</param>
internal readonly record struct PresenceDigits(uint Present, uint Open)
{
    /// <summary>Reads the digits.</summary>
    /// <param name="digits">The text; at most 32 of them count.</param>
    public static PresenceDigits Read(ReadOnlySpan<byte> digits)
    {
        uint present = 0, open = 0;
        for (int i = 0; i < digits.Length && i < 32; i++)
        {
            if (digits[i] == '1') present |= 1u << i;
            if (digits[i] == '?') open |= 1u << i;
        }

        return new PresenceDigits(present, open);
    }

    /// <summary>True when a version has it.</summary>
    /// <param name="index">Which version.</param>
    public bool IsPresent(int index) => (Present >> index & 1) != 0;

    /// <summary>True when it is not known whether a version has it.</summary>
    /// <param name="index">Which version.</param>
    public bool IsOpen(int index) => (Open >> index & 1) != 0;
}
