using static Assay.Binaries.Pe.PeConstants;

namespace Assay.Binaries.Pe;

/// <summary>What the text form says of a PE file: the bridge between a real file, its text and the bytes made from that text.</summary>
internal sealed class PeDescription
{
    /// <summary>The headers; only what the text form speaks of is set.</summary>
    public PeHeader Header { get; set; } = new();

    /// <summary>The imports in table order, delayed ones among them as they were described.</summary>
    public List<PeDescribedImport> Imports { get; } = [];

    /// <summary>The name in the export directory, or null.</summary>
    public string? Name { get; set; }

    public List<PeExport> Offers { get; } = [];

    public ThreadLocalBlock? ThreadLocal { get; set; }

    public LoadConfig? LoadConfig { get; set; }

    public List<PeManifest> Manifests { get; } = [];

    public FixedFileVersion? Version { get; set; }

    public List<string> PdbPaths { get; } = [];

    public uint CertificateSize { get; set; }

    /// <summary>The headers a file of this kind has when nothing is said about them: those of Visual C++.</summary>
    /// <param name="machine">IMAGE_FILE_MACHINE_*.</param>
    /// <param name="isDll">True for a DLL.</param>
    public static PeHeader Usual(ushort machine, bool isDll)
    {
        bool wide = machine is not (IMAGE_FILE_MACHINE_I386 or IMAGE_FILE_MACHINE_ARM or IMAGE_FILE_MACHINE_ARMNT);
        return new PeHeader
        {
            Machine = machine,
            Magic = wide ? IMAGE_NT_OPTIONAL_HDR64_MAGIC : IMAGE_NT_OPTIONAL_HDR32_MAGIC,

            // EXECUTABLE_IMAGE, then LARGE_ADDRESS_AWARE or 32BIT_MACHINE, and DLL.
            Characteristics = (ushort)((wide ? 0x22 : 0x102) | (isDll ? IMAGE_FILE_DLL : 0)),
            LinkerVersion = (14, 0),
            OperatingSystemVersion = (6, 0),
            SubsystemVersion = (6, 0),
            Subsystem = isDll ? IMAGE_SUBSYSTEM_WINDOWS_GUI : IMAGE_SUBSYSTEM_WINDOWS_CUI,
            ImageBase = (wide, isDll) switch { (true, true) => 0x180000000, (true, false) => 0x140000000, (false, true) => 0x10000000, _ => 0x400000 },

            // DYNAMIC_BASE and NX_COMPAT, with HIGH_ENTROPY_VA where addresses are wide.
            DllCharacteristics = (ushort)(wide ? 0x160 : 0x140),
        };
    }
}
