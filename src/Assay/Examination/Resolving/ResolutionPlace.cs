using Assay.Packaging.Choosing;
using Assay.Targets;

namespace Assay.Examination.Resolving;

/// <summary>A machine with a Python.</summary>
/// <param name="Table">The machine's tags.</param>
/// <param name="Python">The Python.</param>
internal sealed record ResolutionPlace(TagTable Table, PythonBuild Python)
{
    /// <summary>The machine.</summary>
    public Target Target => Table.Target;

    /// <summary>The tags that an installer takes there.</summary>
    public SupportedTags Tags(Installer installer) => Table.Of(Python, installer);
}
