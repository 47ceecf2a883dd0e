using System.Text;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Primitives;
using Assay.Snapshots;
using Assay.Tests.Examination;

namespace Assay.Tests.Snapshots;

/// <summary>Names and secrets are planted wherever an examination looks, and searched for in every byte of the snapshot.</summary>
public sealed class PersonalBytesTests
{
    private const string User = "quillfeather", Host = "grindstone", Colleague = "merriweather", Token = "ghp_0123456789abcdefghijABCDEFGHIJ012345", Password = "hunter2-and-a-half", Key = "sk9Qm4Zt7Lw2Xv5Rn8Bc";

    private static readonly PersonalBytes Personal = new("/home/" + User, [User], [Host + ".example.org"]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_that_was_planted_is_in_the_snapshot(bool isShort)
    {
        MemoryMachine machine = Planted();
        ExaminationRequest request = new() { Subject = Machines.Venv, Imports = ["demo"], WorkingDirectory = $"/home/{User}/desk" };
        string text = Encoding.UTF8.GetString(Taken.Of(request, machine, Personal, isShort));
        foreach (string planted in new[] { User, Host, Colleague, Token, Password, Key, "loud-and-clear" }) Assert.DoesNotContain(planted, text, StringComparison.OrdinalIgnoreCase);

        // It was looked at, and the verdict is the same but for the names.
        Assert.Contains("/home/useruseruser/checkout", text, StringComparison.Ordinal);
        Verdict live = Examiner.Run(request, machine).Targets[0].Imports[0].Verdict, kept = Taken.Judge(Encoding.UTF8.GetBytes(text)).Targets[0].Imports[0].Verdict;
        Assert.Equal((live.Kind, Personal.Without(live.Message!)), (kept.Kind, kept.Message));
        Assert.Contains(User, live.Message!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("git+https://oauth2:s3cret@git.example.org/x", "git+https://xxxxxxxxxxxxx@git.example.org/x")]
    [InlineData("--index-url https://me:pass@host/simple", "--index-url https://xxxxxxx@host/simple")]
    [InlineData("https://files.example.org/a.whl?token=abcdef123&x=1", "https://files.example.org/a.whl?token=xxxxxxxxx&x=1")]
    [InlineData("api_key = 'A1b2C3d4E5f6G7h8'", "api_key = 'xxxxxxxxxxxxxxxx'")]
    [InlineData("password = Abcdefgh12345678XY", "password = xxxxxxxxxxxxxxxxxx")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "xxxxxxxxxxxxxxxxxxxx")]
    [InlineData("token = current_token_number_2", "token = current_token_number_2")]
    [InlineData("https://docs.example.org/a@b", "https://docs.example.org/a@b")]
    [InlineData("grindstones and quillfeathers", "grindstones and quillfeathers")]
    [InlineData("/home/quillfeather/x on grindstone", "/home/useruseruser/x on hosthostho")]
    [InlineData("/Users/anybody/x", "/Users/useruse/x")]
    public void What_is_taken_out_leaves_the_length(string text, string expected)
    {
        Assert.Equal(text.Length, expected.Length);
        Assert.Equal(expected, Personal.Without(text));
    }

    [Fact]
    public void A_home_elsewhere_is_masked_and_a_common_name_is_left_in_code()
    {
        PersonalBytes other = new("/data/people/quillfeather", ["test"], ["localhost"]);
        Assert.Equal("/data/userus/useruseruser/venv, import test", other.Without("/data/people/quillfeather/venv, import test"));
    }

    private static MemoryMachine Planted()
    {
        MemoryMachine machine = Machines.Debian();
        foreach ((string name, string value) in new[] { ("HOME", "/home/" + User), ("LD_LIBRARY_PATH", $"/home/{User}/lib:/opt/{Host}/lib"), ("DEMO_TOKEN", Token), ("PIP_INDEX_URL", $"https://me:{Password}@pypi.example.org/simple") }) machine.SetVariable(name, value);
        machine.Install("demo", "1.0", null, "demo");
        string info = Machines.Site + "/demo-1.0.dist-info";
        machine.AddFile(info + "/direct_url.json", $"{{\"url\": \"https://{User}:{Password}@git.example.org/demo?token={Key}\"}}");
        machine.AddFile($"/home/{User}/.config/pip/pip.conf", $"[global]\nindex-url = https://me:{Password}@pypi.example.org/simple\n");
        machine.AddFile(Machines.Site + "/checkout.pth", $"/home/{User}/checkout\n/home/{Colleague}/checkout\n");
        machine.AddFile($"/home/{User}/checkout/helper.py", $"where = '/home/{User}/checkout on {Host}'\nurl = 'https://{User}:{Password}@example.org/'\ntoken = '{Token}'\nAPI_KEY = \"{Key}\"\n");
        machine.AddDirectory($"/home/{Colleague}/checkout");
        machine.AddFile($"/home/{User}/desk/notes.txt", "loud-and-clear");
        machine.AddFile(Machines.Site + "/demo/__init__.py", "import os, helper\n# asked by " + User + "\nmode = os.environ.get('OMP_NUM_THREADS')\nraise ImportError(helper.where)\n");
        return machine;
    }
}
