using Assay.Environments;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Packaging;

/// <summary>No text, however made, gets an exception out of the readers of text.</summary>
public sealed class HostileTextTests
{
    private static readonly string[] Pieces =
    [
        "1", "0", "99999999999999999999", ".", "*", "!", "+", "-", "_", "v", "a", "rc", "post", "dev", "==", "===", "!=", ">=", "<", "~=", ",", ";", " ", "\t", "\n", "\r", "(", ")", "[", "]", "@", "'", "\"",
        "\\", "\\x4", "\\u12", "\\777", "python_version", "extra", "extras", "os.name", "in", "not", "and", "or", "numpy", "https://x/", ".whl", "py3-none-any", "cp311", "\0", "\u00e9", "\ud800", "\u0130",
        "#", "import ", "import __editable__x;", "MAPPING = {", "}", ":", "home", "=", "~", "/", "..", ",sha256=", "Name: ", "Requires-Dist: ", "linux", "macos", "arm64", "page-size=",
    ];

    [Fact]
    public void Random_texts_are_answered()
    {
        Random random = new(20261124);
        for (int round = 0; round < 30_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            Ask(text);
        }
    }

    [Fact]
    public void Deep_nesting_is_refused_and_shallow_nesting_is_not()
    {
        Assert.False(Marker.TryParse(new string('(', 100_000) + "os_name == 'x'" + new string(')', 100_000), out _));
        Assert.True(Marker.TryParse("((((os_name == 'x'))))", out _));
    }

    [Fact]
    public void Long_texts_are_answered_in_time()
    {
        foreach (string piece in (string[])["1.", "1", "a.", "py3.", ",", "extra == 'a' or ", ">=1,", "\"", "x,y,z\n"]) Ask(string.Concat(Enumerable.Repeat(piece, 20_000)));
    }

    private static void Ask(string text)
    {
        _ = PackageName.Normalize(text) + PackageName.IsValid(text);
        if (PackageVersion.TryParse(text, out PackageVersion? version)) Assert.True(PackageVersion.TryParse(version.ToString(), out PackageVersion? again) && again.Equals(version), text);
        if (VersionSpecifiers.TryParse(text, out VersionSpecifiers? specifiers)) _ = specifiers.Contains("1.0") + specifiers.ToString();
        if (Requirement.TryParse(text, out Requirement? requirement)) _ = requirement.ToString();
        if (Marker.TryParse(text, out Marker? marker)) _ = marker.ToString();
        _ = WheelFilename.TryParse(text, out _);
        _ = WheelRecord.Read(text, out _);
        _ = new CoreMetadata(text).All("Requires-Dist").Count();
        _ = PyVenvConfig.Parse("/x/pyvenv.cfg", text);
        _ = EggRequirements.Convert(text);
        _ = InterpreterName.Parse(text);
        _ = TargetName.TryParse(text, out _, out _);
        _ = TopLevelNames.Of(text, [text], text, new HashSet<string> { text });
        MemoryMachine machine = new();
        machine.AddFile("/s/a.pth", text);
        machine.AddFile("/s/f.py", text);
        _ = PathFile.Read(machine, "/s", "a.pth", false);
        _ = PathFileCode.EditableMapping(machine, "/s/f.py");
    }
}
