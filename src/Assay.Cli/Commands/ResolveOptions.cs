using System.CommandLine;

namespace Assay.Cli.Commands;

/// <summary>The options of <c>resolve</c>; where pip has an option for something, it has the same name here.</summary>
internal sealed class ResolveOptions
{
    private readonly Argument<string[]> requirements = new("REQUIREMENT")
    {
        Description = "What is to be installed, as pip takes it: numpy, \"scipy>=1.10,<2\".",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> files = new("--requirement", "-r") { Description = "A requirements file; may be repeated. Its options about indexes count too.", HelpName = "FILE" };

    private readonly Option<string[]> targets = new("--for") { Description = "Where it is to run: macos-14-arm64, linux-glibc2.28-aarch64, ...; may be repeated. None: this machine.", HelpName = "TARGET" };

    private readonly Option<string[]> pythons = new("--python") { Description = "The Python that is to run it: 3.12, 3.13t, 3.11.4; may be repeated. None: the one of the environment you stand in.", HelpName = "VERSION" };

    private readonly IndexOptions index = new();

    private readonly Option<bool> onlyBinary = new("--only-binary") { Description = "Take wheels only, as pip's --only-binary :all: and uv's --no-build." };

    private readonly Option<bool> prereleases = new("--pre") { Description = "Take pre-releases like any other version." };

    private readonly Option<bool> inspect = new("--inspect") { Description = "Read the heads of the chosen wheels on their server, at most 2 % of each, and say whether they keep their tags." };

    private readonly Option<bool> json = CommandLine.Json();

    private readonly Option<bool> schema = new("--schema") { Description = "Print the JSON Schema of what --json prints, and do nothing else." };

    public void AddTo(Command command)
    {
        command.Add(requirements);
        foreach (Option option in (Option[])[files, targets, pythons, .. index.All, onlyBinary, prereleases, inspect, json, schema]) command.Add(option);
    }

    public ResolveRequest Read(ParseResult parsed) => new(
        parsed.GetValue(requirements) ?? [],
        parsed.GetValue(files) ?? [],
        parsed.GetValue(targets) ?? [],
        parsed.GetValue(pythons) ?? [],
        index.Read(parsed),
        parsed.GetValue(onlyBinary),
        parsed.GetValue(prereleases),
        parsed.GetValue(inspect),
        parsed.GetValue(json),
        parsed.GetValue(schema));
}
