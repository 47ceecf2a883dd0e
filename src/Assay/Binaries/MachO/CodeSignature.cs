using System.Collections.Immutable;
using static Assay.Binaries.MachO.CodeSignatureConstants;

namespace Assay.Binaries.MachO;

/// <summary>LC_CODE_SIGNATURE: the superblob, its index and its code directories.</summary>
/// <param name="Range">Where the load command says it is.</param>
/// <param name="Magic">The magic at its start: CSMAGIC_EMBEDDED_SIGNATURE, or CSMAGIC_CODEDIRECTORY where there is nothing but a code directory.</param>
/// <param name="Length">The length it states, in bytes; the range is often a little longer.</param>
public sealed record CodeSignature(LinkEditRange Range, uint Magic, uint Length)
{
    /// <summary>The blobs in the order of the index.</summary>
    public ImmutableArray<SignatureBlob> Blobs { get; init; } = [];

    /// <summary>The code directories in the order of the index.</summary>
    public ImmutableArray<CodeDirectory> CodeDirectories { get; init; } = [];

    /// <summary>True when the range ends exactly where the image ends.</summary>
    public bool EndsWithImage { get; init; }

    /// <summary>The length of the CMS blob in bytes, or null when there is none; 8 means an empty one, so an ad-hoc signature.</summary>
    public uint? CmsLength => Find(CSSLOT_SIGNATURESLOT)?.Length;

    /// <summary>True when there are entitlements.</summary>
    public bool HasEntitlements => Find(CSSLOT_ENTITLEMENTS) is not null || Find(CSSLOT_DER_ENTITLEMENTS) is not null;

    /// <summary>The first blob of a slot, or null.</summary>
    /// <param name="slot">CSSLOT_*.</param>
    public SignatureBlob? Find(uint slot)
    {
        foreach (SignatureBlob blob in Blobs)
        {
            if (blob.Slot == slot) return blob;
        }

        return null;
    }
}
