using Assay.Lab.Trees;

namespace Assay.Tests.Lab;

/// <summary>A thousand cases share their files: no case may leave a trace, and none may write through a link.</summary>
public sealed class CaseTreeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("assay-lab-").FullName;
    private readonly CaseTree tree;

    public CaseTreeTests()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("skipped: no hard links by cp");
        string original = Path.Combine(folder, "original");
        Directory.CreateDirectory(Path.Combine(original, "usr/lib/package"));
        File.WriteAllText(Path.Combine(original, "usr/lib/package/module.py"), "healthy");
        File.WriteAllText(Path.Combine(original, "usr/lib/library.so"), "code");
        File.CreateSymbolicLink(Path.Combine(original, "lib"), "/usr/lib");
        TreeCopy.HardLink(original, Path.Combine(folder, "copy"));
        tree = new CaseTree(Path.Combine(folder, "copy"), "/");
    }

    [Fact]
    public void Whatever_a_case_does_is_undone_and_the_shared_files_never_change()
    {
        IReadOnlyList<string> before = tree.List("/", recursive: true);
        tree.Write("/usr/lib/library.so", "broken"u8.ToArray());
        tree.Edit("/usr/lib/library.so", bytes => bytes[..2]);
        tree.Move("/usr/lib/package", "/opt/new/place/package");
        tree.Write("/opt/new/place/package/module.py", "changed");
        tree.Link("/usr/lib/package", "/opt/new/place/package");
        tree.Remove("/lib");
        Assert.Equal("br", tree.ReadText("/usr/lib/library.so"));
        Assert.Equal("changed", tree.ReadText("/usr/lib/package/module.py"));
        Assert.Equal("code", File.ReadAllText(Path.Combine(folder, "original/usr/lib/library.so")));
        Assert.Equal("healthy", File.ReadAllText(Path.Combine(folder, "original/usr/lib/package/module.py")));

        tree.Restore();
        Assert.Equal(before, tree.List("/", recursive: true));
        Assert.Equal("code", tree.ReadText("/usr/lib/library.so"));
        Assert.Equal("healthy", tree.ReadText("/lib/package/module.py"));
    }

    [Fact]
    public void Absolute_links_stay_inside_the_tree() => Assert.Equal("/usr/lib/library.so", tree.Real("/lib/library.so"));

    [Fact]
    public void Nothing_outside_the_tree_is_ever_changed()
    {
        string outside = Path.Combine(folder, "outside");
        File.WriteAllText(outside, "mine");
        using CaseTree own = new(Path.Combine(folder, "copy"), Path.Combine(folder, "copy"));
        Assert.Throws<Assay.Lab.Cases.NotApplicableException>(() => own.Write(outside, "theirs"));
        Assert.Throws<Assay.Lab.Cases.NotApplicableException>(() => own.Remove(outside));
        Assert.Throws<Assay.Lab.Cases.NotApplicableException>(() => own.Link("/usr/lib/x.so", outside));
        Assert.Equal("mine", File.ReadAllText(outside));
    }

    [Fact]
    public void The_fingerprint_tells_changes_apart_and_is_the_same_for_the_same_change()
    {
        string Changed(string content)
        {
            tree.Write("/usr/lib/library.so", content);
            string fingerprint = tree.Fingerprint();
            tree.Restore();
            return fingerprint;
        }

        Assert.Equal(Changed("one"), Changed("one"));
        Assert.NotEqual(Changed("one"), Changed("two"));
        tree.Remove("/usr/lib/library.so");
        Assert.NotEqual(tree.Fingerprint(), Changed("one"));
    }

    public void Dispose()
    {
        tree?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
