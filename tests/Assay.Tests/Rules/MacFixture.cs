using Assay.Diagnostics;
using Assay.Examination;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.House;
using Assay.Tests.Pages;

namespace Assay.Tests.Rules;

/// <summary>A Python of macOS in memory with a package <c>demo</c> whose extension module was compiled and linked by this test.</summary>
internal sealed class MacFixture
{
    private readonly PageMachine page;

    /// <summary>Puts the package there.</summary>
    /// <param name="extension">The extension module's file.</param>
    /// <param name="environment">The environment, one of the bases of pages.</param>
    public MacFixture(byte[] extension, string environment = "conda-arm64")
    {
        page = PageMachine.Of(PageParser.Parse(Path.Combine(Repository.Root, "tests", "Assay.Tests", "Pages", "Bases", environment + ".md")), 0);
        Site = page.Request.Subject + "/lib/python3.11/site-packages";
        Machine.AddFile(Site + "/demo/__init__.py", "from . import _demo\n");
        Machine.AddFile(Site + "/demo/_demo.cpython-311-darwin.so", extension);
        Machine.AddFile(Site + "/demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n");
        Machine.AddFile(Site + "/demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: cp311-cp311-macosx_11_0_arm64\n");
        Machine.AddFile(Site + "/demo-1.0.dist-info/RECORD", "demo/__init__.py,,\ndemo/_demo.cpython-311-darwin.so,,\ndemo-1.0.dist-info/METADATA,,\ndemo-1.0.dist-info/RECORD,,\n");
    }

    /// <summary>Where packages are.</summary>
    public string Site { get; }

    /// <summary>The machine.</summary>
    public MemoryMachine Machine => page.Machine;

    /// <summary>Adds a file.</summary>
    /// <param name="path">Absolute, or relative to the package's directory.</param>
    /// <param name="content">Its bytes.</param>
    public MacFixture With(string path, byte[] content)
    {
        Machine.AddFile(path.StartsWith('/') ? path : $"{Site}/demo/{path}", content);
        return this;
    }

    /// <summary>Judges <c>import demo</c>.</summary>
    /// <param name="target">The name of the target.</param>
    public TargetExamination Judge(string target)
    {
        Assert.True(TargetName.TryParse(target, out Target? parsed, out string? problem), problem);
        ExaminationResult result = Examiner.Run(page.Request with { Imports = ["demo"], Targets = [parsed!] }, Machine);
        Assert.Null(result.Fault);
        return result.Targets[0];
    }

    /// <summary>The finding is there, the import fails because of it.</summary>
    public void Fails(string target, string code, VerdictKind kind = VerdictKind.Fails)
    {
        TargetExamination examined = Judge(target);
        Assert.Equal((kind, code), (examined.Imports[0].Verdict.Kind, examined.Imports[0].Verdict.Findings.FirstOrDefault() ?? examined.Imports[0].Verdict.Message));
        Assert.Contains(examined.Findings, finding => finding.Code == code && finding.Severity == Severity.Error);
    }

    /// <summary>The import works and the finding is not there, not even as a remark.</summary>
    public void Imports(string target, string code)
    {
        TargetExamination examined = Judge(target);
        Assert.True(examined.Imports[0].Verdict.Kind == VerdictKind.Imports, $"{target}: {examined.Imports[0].Verdict.Message}");
        Assert.DoesNotContain(examined.Findings, finding => finding.Code == code || finding.Severity == Severity.Error);
    }

    /// <summary>The import works and the finding remarks on it.</summary>
    public void Remarks(string target, string code, Severity severity)
    {
        TargetExamination examined = Judge(target);
        Assert.True(examined.Imports[0].Verdict.Kind == VerdictKind.Imports, $"{target}: {examined.Imports[0].Verdict.Message}");
        Assert.Contains(examined.Findings, finding => finding.Code == code && finding.Severity == severity);
    }

    /// <summary>The import fails, and the finding is not the reason.</summary>
    public void FailsOtherwise(string target, string code)
    {
        TargetExamination examined = Judge(target);
        Assert.Equal(VerdictKind.Fails, examined.Imports[0].Verdict.Kind);
        Assert.DoesNotContain(examined.Findings, finding => finding.Code == code);
    }
}
