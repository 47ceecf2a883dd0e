using Assay.Tests.Fixtures;
using Assay.Tests.Reality;

namespace Assay.Tests.Blas;

/// <summary>
/// A Debian root of hard links whose <c>/etc/alternatives</c> is chosen anew for every case. Assay and the real Python, which runs in it as its root, see the same links.
/// </summary>
public sealed class DebianAlternatives : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    /// <summary>The root directory. It is made when it is first asked for, so that a test that is skipped makes none.</summary>
    public string Root
    {
        get
        {
            string root = Path.Combine(folder.Path, "root");
            if (Directory.Exists(root)) return root;
            Shell.CopyByLinks(Needs.Asset("amd64"), root);

            // Only what calls BLAS and LAPACK by itself: thirty-odd cases are to take seconds.
            foreach (string package in Directory.GetDirectories(Path.Combine(root, "usr/lib/python3/dist-packages")))
                if (Path.GetFileName(package).Split('-')[0] is not ("numpy" or "scipy")) Directory.Delete(package, recursive: true);
            return root;
        }
    }

    /// <summary>What starts the Python of the root.</summary>
    public string[] Python => [Needs.Existing("/usr/sbin/chroot", "chroot"), Root, "/usr/bin/python3"];

    /// <summary>Chooses as <c>update-alternatives</c> would.</summary>
    /// <param name="library">The name programs ask for: <c>libblas.so.3</c>.</param>
    /// <param name="flavour">The directory of the library that is chosen: <c>openblas-pthread</c>, <c>blas</c>.</param>
    public void Choose(string library, string flavour)
    {
        string link = Path.Combine(Root, "etc/alternatives", library + "-x86_64-linux-gnu"), target = $"/usr/lib/x86_64-linux-gnu/{flavour}/{library}";
        Assert.True(File.Exists(Root + target), target);
        File.Delete(link);
        File.CreateSymbolicLink(link, target);
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();
}
