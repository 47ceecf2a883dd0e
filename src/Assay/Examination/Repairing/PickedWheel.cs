using Assay.Environments;
using Assay.Packaging;
using Assay.Packaging.Choosing;

namespace Assay.Examination.Repairing;

/// <summary>A wheel that would be installed, open to be read.</summary>
/// <param name="Subject">The wheel.</param>
/// <param name="File">The file as its source has it.</param>
/// <param name="Bytes">Its length in bytes.</param>
/// <param name="IsRemote">True when it came over the network, and would again.</param>
internal sealed record PickedWheel(WheelSubject Subject, IndexFile File, long Bytes, bool IsRemote)
{
    /// <summary>The normalised name of its project.</summary>
    public string Name => Subject.Filename.Name;

    /// <summary>The name as the project writes it, where METADATA has the one of the file; what an installer is told must not come from anywhere else.</summary>
    public string Title => Subject.Distributions is [var only] && PackageName.IsValid(only.Name) && only.NormalizedName == Name ? only.Name : Name;

    /// <summary>The version that its file name has.</summary>
    public string Version => Subject.Filename.Version.ToString();

    /// <summary>What it requires, unparsed.</summary>
    public IEnumerable<string> Requirements => Subject.Distributions.SelectMany(distribution => distribution.Requirements);
}
