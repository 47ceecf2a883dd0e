using System.Text.Json;
using Assay.Diagnostics;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Reality;

/// <summary>Environments that the real pip has filled, with several owners or with files that were changed afterwards; each beside its healthy twin.</summary>
[Trait("speed", "slow")]
public sealed class OwnershipReality
{
    [Fact]
    public void A_version_outside_the_declared_range()
    {
        using InstalledEnvironment place = new();
        place.Install(SmallWheel.Write(place.Wheels, "foundation", "1.0", new Dictionary<string, string> { ["foundation/__init__.py"] = "def beam(): pass\n" }));
        place.Install(SmallWheel.Write(place.Wheels, "house", "3.1", new Dictionary<string, string> { ["house/__init__.py"] = "from foundation import beam\n" }, "foundation<2"));
        Assert.DoesNotContain(place.Agree("house").Findings, finding => finding.Code == "A501");

        place.Install(SmallWheel.Write(place.Wheels, "foundation", "2.0", new Dictionary<string, string> { ["foundation/__init__.py"] = "def girder(): pass\n" }));
        Finding finding = InstalledEnvironment.The(place.Agree("house"), "A501");
        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Equal($"{place.Python} -m pip install 'foundation<2'", Assert.Single(finding.Fixes[0].Commands));
    }

    // pip removes conda's files by conda's own RECORD and installs; conda-meta goes on claiming what conda had put there.
    [Fact]
    public void Pip_over_a_package_of_conda()
    {
        using InstalledEnvironment place = new();
        place.Install(SmallWheel.Write(place.Wheels, "demo", "1.0", new Dictionary<string, string> { ["demo/__init__.py"] = "from demo.core import run\n", ["demo/core.py"] = "def run(): pass\n" }));
        string info = Path.Combine(place.Site, "demo-1.0.dist-info");
        File.WriteAllText(Path.Combine(info, "INSTALLER"), "conda\n");
        string[] files = [.. Directory.GetFiles(place.Site, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(place.Path, file))];
        string meta = Directory.CreateDirectory(Path.Combine(place.Path, "conda-meta")).FullName;
        File.WriteAllText(Path.Combine(meta, "demo-1.0-py311_0.json"), JsonSerializer.Serialize(new { name = "demo", version = "1.0", build = "py311_0", subdir = "linux-64", files }));
        Assert.Empty(place.Agree("demo").Findings);

        place.Install(SmallWheel.Write(place.Wheels, "demo", "2.0", new Dictionary<string, string> { ["demo/__init__.py"] = "from demo.core import start\n", ["demo/core.py"] = "def start(): pass\n" }));
        Finding finding = InstalledEnvironment.The(place.Agree("demo"), "A510");
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Equal([$"{place.Python} -m pip uninstall demo", $"conda install --prefix {place.Path} --force-reinstall demo=1.0"], finding.Fixes[0].Commands);

        // What an update of conda then leaves: its own file among pip's.
        place.Change("demo/core.py", "def run(): pass\n");
        finding = InstalledEnvironment.The(place.Agree("demo"), "A510");
        Assert.Equal(Severity.Error, finding.Severity);
    }

    [Fact]
    public void Two_distributions_of_opencv()
    {
        using InstalledEnvironment place = new();
        place.Install(SmallWheel.Write(place.Wheels, "opencv-python", "4.10.0.84", new Dictionary<string, string> { ["cv2/__init__.py"] = "from cv2.typing import Mat\n", ["cv2/typing.py"] = "Mat = object\n" }));
        Assert.Empty(place.Agree("cv2").Findings);

        place.Install(SmallWheel.Write(place.Wheels, "opencv-python-headless", "4.5.5.64", new Dictionary<string, string> { ["cv2/__init__.py"] = "version = '4.5.5'\n" }));
        Finding finding = InstalledEnvironment.The(place.Agree("cv2"), "A512");
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Equal([$"{place.Python} -m pip uninstall opencv-python", $"{place.Python} -m pip uninstall opencv-python-headless", $"{place.Python} -m pip install opencv-python"], finding.Fixes[0].Commands);

        // The file of a third version, which neither of the two others goes with.
        place.Install(SmallWheel.Write(place.Wheels, "opencv-contrib-python", "4.1.2.30", new Dictionary<string, string> { ["cv2/__init__.py"] = "from cv2.typing import _registerMatType\n" }));
        finding = InstalledEnvironment.The(place.Agree("cv2"), "A512");
        Assert.Equal(Severity.Error, finding.Severity);
    }

    [Fact]
    public void Files_that_are_not_what_record_says()
    {
        using InstalledEnvironment place = new();
        place.Install(SmallWheel.Write(place.Wheels, "demo", "1.0", new Dictionary<string, string> { ["demo/__init__.py"] = "from demo.core import run\n", ["demo/core.py"] = "def run(): pass\nclass Runner: pass\n", ["demo/more.py"] = "x = 1\n" }));
        Assert.Empty(place.Agree("demo").Findings);

        // Edited by hand, and it works: worth a note.
        place.Change("demo/core.py", "def run(): pass\nclass Runner: pass\ndef walk(): pass\n");
        Assert.Equal(Severity.Note, InstalledEnvironment.The(place.Agree("demo"), "A511").Severity);

        // Of the same size, so that only the hash tells.
        place.Change("demo/core.py", "def fly(): pass\nclass Runner: pass\n");
        Finding finding = InstalledEnvironment.The(place.Agree("demo"), "A511");
        Assert.Equal(Severity.Error, finding.Severity);
        Assert.Equal($"{place.Python} -m pip install --force-reinstall --no-deps demo==1.0", Assert.Single(finding.Fixes[0].Commands));

        // Cut off in the middle of a statement.
        place.Change("demo/core.py", "def run(): pass\nclass");
        Assert.Equal(Severity.Error, InstalledEnvironment.The(place.Agree("demo"), "A511").Severity);

        File.Delete(Path.Combine(place.Site, "demo/core.py"));
        Assert.Equal(Severity.Error, InstalledEnvironment.The(place.Agree("demo"), "A505").Severity);
    }

    // The real wheel for aarch64 under the tag of x86_64: Python does not even look at a module of that name, and markupsafe does without.
    [Fact]
    public void A_wheel_that_lies_about_its_architecture()
    {
        using InstalledEnvironment place = new();
        place.Install(Corpus.Archive("markupsafe-3.0.4-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl"));
        Assert.Empty(place.Agree("markupsafe._speedups").Findings);

        place.Pip("uninstall", "--yes", "--quiet", "markupsafe");
        place.Install(SmallWheel.Retag(place.Wheels, Corpus.Archive("markupsafe-3.0.4-cp311-cp311-manylinux2014_aarch64.manylinux_2_17_aarch64.manylinux_2_28_aarch64.whl"), "cp311-cp311-manylinux_2_17_x86_64"));
        Finding finding = InstalledEnvironment.The(place.Agree("markupsafe"), "A514");
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains("is for aarch64 Linux", finding.Title, StringComparison.Ordinal);
        Assert.Contains("another release", Assert.Single(finding.Fixes).Summary, StringComparison.Ordinal);
        Assert.Equal(Severity.Error, InstalledEnvironment.The(place.Agree("markupsafe._speedups"), "A514").Severity);
    }
}
