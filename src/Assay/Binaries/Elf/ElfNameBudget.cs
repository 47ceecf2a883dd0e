using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>
/// How much text one table may yield. Names overlap in a string table, so a small hostile file can point at one long name from every record; an honest table
/// yields no more than a few times its own length.
/// </summary>
/// <param name="tableLength">The length of the string table in bytes.</param>
internal sealed class ElfNameBudget(long tableLength)
{
    private long left = (Math.Min(tableLength, ElfFileView.TableLimit) * 4) + (1 << 20);

    /// <summary>Takes a name from the budget; throws when it is used up.</summary>
    /// <param name="length">The length of the name.</param>
    /// <param name="record">The record that refers to it, for the fault.</param>
    /// <param name="from">Where that record is.</param>
    public void Spend(int length, string record, FileOffset from)
    {
        left -= length;
        if (left < 0) throw new MalformedInputException(from, record, "names that fit their string table", "the same long names again and again");
    }
}
