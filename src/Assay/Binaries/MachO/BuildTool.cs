using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>A tool named by LC_BUILD_VERSION (struct build_tool_version).</summary>
/// <param name="Number">TOOL_* of <c>mach-o/loader.h</c>.</param>
/// <param name="Version">Its version.</param>
public readonly record struct BuildTool(uint Number, PackedVersion Version)
{
    /// <summary>The tool's name (<c>clang</c>, <c>ld</c>); <c>tool-N</c> for a number that is not known.</summary>
    public string Name => Number switch
    {
        1 => "clang",
        2 => "swift",
        3 => "ld",
        4 => "lld",
        1024 => "metal",
        1025 => "airlld",
        1026 => "airnt",
        1027 => "airnt-plugin",
        1028 => "airpack",
        1031 => "gpuarchiver",
        1032 => "metal-framework",
        _ => $"tool-{Number}",
    };
}
