using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>
/// Bounds the work of reading names out of one table. In honest tables names hardly share bytes; a hostile one can point a million entries at
/// one long string, and would cost the square of its size.
/// </summary>
/// <param name="tableLength">The size of the table that holds the names, in bytes.</param>
internal sealed class NameBudget(long tableLength)
{
    private const int Sharing = 4;

    private long left = (tableLength * Sharing) + 65536;

    /// <summary>Reads the NUL-terminated name at the cursor and takes its length off the budget; fails when nothing is left.</summary>
    /// <param name="reader">Over the table, at the name.</param>
    public string Spend(ref ByteReader reader)
    {
        ReadOnlySpan<byte> name = reader.ReadCString();
        left -= name.Length;
        if (left < 0) reader.Fail("names that share few bytes", $"more than {Sharing} times the table's {tableLength} bytes");
        return TextDecoding.Utf8OrLatin1(name);
    }
}
