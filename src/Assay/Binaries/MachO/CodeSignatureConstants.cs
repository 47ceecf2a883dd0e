namespace Assay.Binaries.MachO;

/// <summary>Numbers of <c>osfmk/kern/cs_blobs.h</c> (xnu-11417, macOS 15), under the names they have there. Everything in a signature is big-endian.</summary>
internal static class CodeSignatureConstants
{
    public const uint CSMAGIC_CODEDIRECTORY = 0xfade0c02;
    public const uint CSMAGIC_EMBEDDED_SIGNATURE = 0xfade0cc0;

    public const uint CSSLOT_CODEDIRECTORY = 0;
    public const uint CSSLOT_ENTITLEMENTS = 5;
    public const uint CSSLOT_DER_ENTITLEMENTS = 7;
    public const uint CSSLOT_ALTERNATE_CODEDIRECTORIES = 0x1000;
    public const uint CSSLOT_ALTERNATE_CODEDIRECTORY_MAX = 5;
    public const uint CSSLOT_SIGNATURESLOT = 0x10000;

    public const uint CS_ADHOC = 0x2;
    public const uint CS_RUNTIME = 0x10000;
    public const uint CS_LINKER_SIGNED = 0x20000;

    public const uint CS_SUPPORTSTEAMID = 0x20200;
    public const uint CS_SUPPORTSCODELIMIT64 = 0x20300;

    public const byte CS_HASHTYPE_SHA1 = 1;
    public const byte CS_HASHTYPE_SHA256 = 2;
    public const byte CS_HASHTYPE_SHA256_TRUNCATED = 3;
    public const byte CS_HASHTYPE_SHA384 = 4;

    public const int CS_CDHASH_LEN = 20;
}
