using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>A tool named by LC_BUILD_VERSION (struct build_tool_version).</summary>
/// <param name="Number">TOOL_* of <c>mach-o/loader.h</c>.</param>
/// <param name="Version">Its version.</param>
public readonly record struct BuildTool(uint Number, PackedVersion Version)
{
    /// <summary>The tool's name (<c>clang</c>, <c>ld</c>); <c>tool-N</c> for a number that is not known.</summary>
    public string Name
    {
        get
        {
            foreach ((string name, uint number) in Known)
            {
                if (number == Number) return name;
            }

            return $"tool-{Number}";
        }
    }

    private static readonly (string Name, uint Number)[] Known =
    [
        ("clang", 1), ("swift", 2), ("ld", 3), ("lld", 4), ("metal", 1024), ("airlld", 1025), ("airnt", 1026), ("airnt-plugin", 1027), ("airpack", 1028),
        ("gpuarchiver", 1031), ("metal-framework", 1032),
    ];

    /// <summary>The number of a name, or null when it is none.</summary>
    /// <param name="name">A name as <see cref="Name"/> gives it.</param>
    internal static uint? Find(string name)
    {
        foreach ((string known, uint number) in Known)
        {
            if (known == name) return number;
        }

        return name.StartsWith("tool-", StringComparison.Ordinal) && uint.TryParse(name.AsSpan(5), out uint other) ? other : null;
    }
}
