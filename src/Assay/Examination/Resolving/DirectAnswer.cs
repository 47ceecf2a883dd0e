using Assay.Indexes;
using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Packaging.Indexing;

namespace Assay.Examination.Resolving;

/// <summary>A requirement that names its file (<c>name @ https://.../file.whl</c>): no index is asked, and the file is all there is to choose from.</summary>
internal static class DirectAnswer
{
    public static IndexAnswer Of(Requirement requirement)
    {
        string url = requirement.Url!;
        return new IndexAnswer(requirement.Name)
        {
            Sources = [new SourceReport(url, SourceKind.LinkPage, SourceOutcome.Found) { Files = [new IndexFile(IndexLink.FilenameOf(url)) { Url = url }] }],
        };
    }
}
