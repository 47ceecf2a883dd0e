using Assay.Indexes;
using Assay.Repairs;
using Assay.Verification.Importing;

namespace Assay.Tests.Repairs;

/// <summary>The commands of a repair, and what is made of what tools print.</summary>
public sealed class RepairCommandTests
{
    private static readonly RepairOrder Order = new()
    {
        Prefix = "/srv/app/.venv",
        BasePython = "/usr/bin/python3.11",
        Tool = RepairTool.Pip,
        Requirements = ["numpy==2.4.6"],
        Imports = ["numpy"],
    };

    private static readonly RepairPlaces Places = new("/srv/app/.venv");

    [Fact]
    public void Pip_is_told_everything_that_decides()
    {
        string[] texts = [.. RepairCommands.All(Order with { Index = new IndexSettings { Offline = true, FindLinks = ["/srv/wheels", "https://example.org/links"] } }, Places, "uv").Select(command => command.Text)];
        Assert.Equal(
            [
                "/usr/bin/python3.11 -I -m venv /srv/app/.venv.assay/new/.venv",
                "PIP_CONFIG_FILE=/dev/null /srv/app/.venv.assay/new/.venv/bin/python -I -m pip install --no-input --disable-pip-version-check --progress-bar off --no-warn-script-location --no-deps --no-compile --no-index --find-links /srv/wheels --timeout 15 --retries 5 -r /srv/app/.venv.assay/requirements.txt",
                "/srv/app/.venv.assay/new/.venv/bin/python -I -m compileall -q -f -j 0 -d /srv/app/.venv/lib /srv/app/.venv.assay/new/.venv/lib",
            ],
            texts);
    }

    [Fact]
    public void Uv_is_told_the_same()
    {
        string[] texts = [.. RepairCommands.All(Order with { Tool = RepairTool.Uv, SystemSitePackages = true, Prompt = "my app", Index = new IndexSettings { HasNoIndex = true, FindLinks = ["/srv/wheels"] } }, Places, "/opt/uv").Select(command => command.Text)];
        Assert.Equal(
            [
                "/opt/uv venv --no-config --no-progress --no-python-downloads --python /usr/bin/python3.11 --system-site-packages --prompt 'my app' /srv/app/.venv.assay/new/.venv",
                "UV_HTTP_RETRIES=5 UV_HTTP_TIMEOUT=15 /opt/uv pip install --no-config --no-progress --no-deps --link-mode copy --python /srv/app/.venv.assay/new/.venv/bin/python --no-index --find-links /srv/wheels -r /srv/app/.venv.assay/requirements.txt",
            ],
            texts);
    }

    [Fact]
    public void A_password_is_no_argument_and_is_not_shown()
    {
        RepairCommand command = RepairCommands.Fill(Order with { Index = new IndexSettings { Indexes = ["https://user:secret@example.org/simple", "/srv/pages"], Proxy = "http://me:hidden@proxy:3128" } }, Places, "uv");
        Assert.DoesNotContain(command.Words, word => word.Contains("secret", StringComparison.Ordinal) || word.Contains("hidden", StringComparison.Ordinal));
        Assert.Equal("https://user:secret@example.org/simple", command.Variables["PIP_INDEX_URL"]);
        Assert.Contains("--extra-index-url file:///srv/pages", command.Text, StringComparison.Ordinal);
        Assert.Contains("****@example.org/simple", command.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", command.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", command.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no url at all", "no url at all")]
    [InlineData("https://a:b@c/d https://e/f@g", "https://****@c/d https://e/f@g")]
    [InlineData("https://a:b@c@d/", "https://****@d/")]
    [InlineData("https://", "https://")]
    public void Secrets_of_urls_are_left_out(string text, string expected) => Assert.Equal(expected, IndexWords.WithoutSecrets(text));

    [Theory]
    [InlineData("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n", "no space is left")]
    [InlineData("WARNING: Retrying (Retry(total=0)) after connection broken by 'ReadTimeoutError(...)'\nERROR: No matching distribution found for x==1\n", "an index does not answer")]
    [InlineData("ERROR: No matching distribution found for x==1\n", "pip ended with status 1: No matching distribution found for x==1")]
    [InlineData("/usr/bin/python3: No module named pip\n", "has no pip")]
    [InlineData("", "pip ended with status 1")]
    public void What_a_tool_prints_becomes_a_line(string talk, string expected)
    {
        string reason = ToolWords.Reason(RepairCommands.Fill(Order, Places, "uv"), new ProcessEnd { Status = 1, Talk = talk }, Order);
        Assert.Contains(expected, reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reason);
    }
}
