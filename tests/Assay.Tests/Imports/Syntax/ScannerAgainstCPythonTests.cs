using System.Text;
using Assay.Imports.Syntax;
using Assay.Tests.Fixtures;
using Assay.Tests.House;

namespace Assay.Tests.Imports.Syntax;

/// <summary>Every statement and expression of real files, function bodies included, as Python's own parser sees them.</summary>
public sealed class ScannerAgainstCPythonTests(ITestOutputHelper output)
{
    [Theory]
    [Trait("speed", "slow")]
    [InlineData("/usr/lib/python3.11", 300)]
    [InlineData("/usr/lib/python3/dist-packages/numpy", 300)]
    [InlineData("/usr/lib/python3/dist-packages/scipy", 400)]
    [InlineData("/usr/lib/python3/dist-packages/sklearn", 300)]
    [InlineData("/usr/lib/python3/dist-packages/pandas", 300)]
    public void Reads_what_CPython_reads(string directory, int atLeast) => Compare(directory, atLeast);

    private void Compare(string directory, int atLeast)
    {
        string python = Needs.DebianPython();
        Needs.Existing(directory, directory);
        using TemporaryDirectory scratch = new();
        string[] files = [.. Directory.EnumerateFiles(directory, "*.py", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string list = scratch.File("files", string.Join('\n', files));
        string theirs = Path.Combine(scratch.Path, "theirs");
        string script = Path.Combine(Repository.Root, "tests", "Assay.Tests", "Imports", "Syntax", "outline.py");
        (int exit, _, string error) = ChildProcess.Run("/bin/sh", ["-c", $"'{python}' '{script}' '{theirs}' < '{list}'"]);
        Assert.True(exit == 0, error);
        int compared = 0;
        List<string> differences = [];
        foreach (string section in File.ReadAllText(theirs).Split('\f', StringSplitOptions.RemoveEmptyEntries))
        {
            int cut = section.IndexOf('\n');
            string path = section[..cut];
            byte[] bytes = File.ReadAllBytes(path);
            if (bytes.AsSpan().IndexOf("\\N{"u8) >= 0 || IsMultiByte(bytes)) continue; // names of characters and other encodings are not decoded
            compared++;
            string ours = SyntaxOutline.Of(StatementScanner.Scan(SourceText.From(bytes)));
            if (ours == section[(cut + 1)..]) continue;
            string[] left = section[(cut + 1)..].Split('\n');
            string[] right = ours.Split('\n');
            int line = 0;
            while (line < Math.Min(left.Length, right.Length) && left[line] == right[line]) line++;
            differences.Add($"{path}\n  theirs: {left.ElementAtOrDefault(line)}\n  ours:   {right.ElementAtOrDefault(line)}");
        }

        output.WriteLine($"{compared} files compared, {differences.Count} differ");
        Assert.True(compared >= atLeast, $"only {compared} files");
        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(10)));
    }

    private static bool IsMultiByte(byte[] bytes)
    {
        string head = Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 200)));
        return head.Contains("euc", StringComparison.Ordinal) || head.Contains("big5", StringComparison.Ordinal) || head.Contains("koi8", StringComparison.Ordinal);
    }
}
