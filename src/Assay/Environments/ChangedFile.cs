using Assay.Binaries;

namespace Assay.Environments;

/// <summary>An installed file that is not what RECORD says it was.</summary>
/// <param name="File">The file as RECORD writes it.</param>
/// <param name="RecordedSize">Its size by RECORD in bytes; null when RECORD gives none.</param>
/// <param name="Size">Its size now, in bytes. Equal to the recorded one where only the hash tells the difference.</param>
public sealed record ChangedFile(string File, long? RecordedSize, long Size)
{
    /// <summary>True when it is compiled code, which nobody edits by hand.</summary>
    public bool IsNative => NativeName.IsOne(File);

    /// <summary>True when nothing is left of what it held.</summary>
    public bool IsEmptied => Size == 0 && RecordedSize > 0;
}
