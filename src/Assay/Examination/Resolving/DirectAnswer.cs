using Assay.Indexes;
using Assay.Packaging;
using Assay.Packaging.Choosing;

namespace Assay.Examination.Resolving;

/// <summary>A requirement that names its file (<c>name @ https://.../file.whl</c>): no index is asked, and the file is all there is to choose from.</summary>
internal static class DirectAnswer
{
    public static IndexAnswer Of(Requirement requirement)
    {
        string url = requirement.Url!;
        int end = url.IndexOfAny(['?', '#']);
        string path = end < 0 ? url : url[..end];
        string name = Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
        return new IndexAnswer(requirement.Name)
        {
            Sources = [new SourceReport(url, SourceKind.LinkPage, SourceOutcome.Found) { Files = [new IndexFile(name) { Url = url }] }],
        };
    }
}
