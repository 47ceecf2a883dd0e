using System.Collections.Immutable;

namespace Assay.Binaries.MachO;

/// <summary>MH_* flags of <c>mach-o/loader.h</c> (macOS 15.5 SDK), named by bit without their prefix.</summary>
internal static class HeaderFlagNames
{
    public const uint TwoLevel = 0x80;

    private static readonly string?[] Names =
    [
        "NOUNDEFS", "INCRLINK", "DYLDLINK", "BINDATLOAD", "PREBOUND", "SPLIT_SEGS", "LAZY_INIT", "TWOLEVEL", "FORCE_FLAT", "NOMULTIDEFS",
        "NOFIXPREBINDING", "PREBINDABLE", "ALLMODSBOUND", "SUBSECTIONS_VIA_SYMBOLS", "CANONICAL", "WEAK_DEFINES", "BINDS_TO_WEAK",
        "ALLOW_STACK_EXECUTION", "ROOT_SAFE", "SETUID_SAFE", "NO_REEXPORTED_DYLIBS", "PIE", "DEAD_STRIPPABLE_DYLIB", "HAS_TLV_DESCRIPTORS",
        "NO_HEAP_EXECUTION", "APP_EXTENSION_SAFE", "NLIST_OUTOFSYNC_WITH_DYLDINFO", "SIM_SUPPORT", "IMPLICIT_PAGEZERO", null, null, "DYLIB_IN_CACHE",
    ];

    /// <summary>The names of the bits that are set, lowest first; <c>bit-N</c> for one without a name.</summary>
    /// <param name="flags">The <c>flags</c> field.</param>
    public static ImmutableArray<string> List(uint flags)
    {
        ImmutableArray<string>.Builder list = ImmutableArray.CreateBuilder<string>();
        for (int bit = 0; bit < 32; bit++)
        {
            if ((flags & (1u << bit)) != 0) list.Add(Names[bit] ?? $"bit-{bit}");
        }

        return list.ToImmutable();
    }

    /// <summary>The bit of a name, or null when it is none.</summary>
    /// <param name="name">A name as <see cref="List"/> gives it.</param>
    public static uint? Find(string name)
    {
        int bit = Array.IndexOf(Names, name);
        if (bit < 0 && name.StartsWith("bit-", StringComparison.Ordinal) && int.TryParse(name.AsSpan(4), out int number) && number is >= 0 and < 32) bit = number;
        return bit < 0 ? null : 1u << bit;
    }
}
