using System.Collections.Immutable;
using System.Text.Json;
using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Packaging;

/// <summary>Every recorded answer of packaging 26.3 is given here too.</summary>
public sealed class OracleTests
{
    [Fact]
    public void Versions_are_read_written_and_ordered_as_packaging_does()
    {
        PackageVersion? previous = null;
        int previousRank = -1, rows = 0;
        foreach (JsonElement row in Oracle("pep440"))
        {
            rows++;
            string text = row.Text("text")!;
            bool valid = PackageVersion.TryParse(text, out PackageVersion? version);
            Assert.True(valid == row.Flag("valid"), $"{Short(text)}: valid {valid}");
            if (version is null) continue;
            Assert.Equal(
                (text, row.Text("normalized"), row.Text("public"), row.Text("base"), row.Text("canonical"), row.Flag("is_prerelease")),
                (text, version.ToString(), version.Public, version.Base, version.Canonical, version.IsPrerelease));

            // Releases of more than a few hundred numbers were not recorded in parts.
            if (row.GetProperty("release").ValueKind == JsonValueKind.Array) Assert.Equal(row.Texts("release"), version.Release.Select(number => number.ToString()));
            Assert.Equal((text, row.Text("post"), row.Text("dev")), (text, version.Post?.ToString(), version.Dev?.ToString()));
            Assert.Equal((text, row.Text("local")), (text, version.Local.IsEmpty ? null : string.Join('.', version.Local)));
            int rank = row.GetProperty("rank").GetInt32();
            if (previous is not null)
            {
                int expected = rank.CompareTo(previousRank);
                Assert.True(Math.Sign(version.CompareTo(previous)) == expected, $"{previous} against {version}: expected {-expected}");
                Assert.True(version.Equals(previous) == (expected == 0) && (expected != 0 || version.GetHashCode() == previous.GetHashCode()), $"{previous} against {version}");
            }

            (previous, previousRank) = (version, rank);
        }

        Assert.Equal(2152, rows);
    }

    [Fact]
    public void Specifiers_contain_what_packaging_says()
    {
        int rows = 0;
        foreach (JsonElement row in Oracle("specifiers"))
        {
            rows++;
            string spec = row.Text("spec")!, version = row.Text("version")!;
            JsonElement expected = row.GetProperty("result");
            string theirs = expected.ValueKind == JsonValueKind.String ? expected.GetString()! : expected.GetBoolean() ? "true" : "false";
            string ours = !VersionSpecifiers.TryParse(spec, out VersionSpecifiers? set) ? "invalid-specifier" : set.Contains(version, Tristate(row, "prereleases")) ? "true" : "false";
            Assert.True(theirs == ours, $"{spec} contains {version} (prereleases {Tristate(row, "prereleases")}): theirs {theirs}, ours {ours}");
        }

        Assert.Equal(10856, rows);
    }

    [Fact]
    public void Specifier_sets_are_written_as_packaging_does()
    {
        int rows = 0;
        foreach (JsonElement row in Oracle("specifiersets"))
        {
            rows++;
            string spec = row.Text("spec")!;
            bool valid = VersionSpecifiers.TryParse(spec, out VersionSpecifiers? set);
            Assert.True(valid == row.Flag("valid"), $"{spec}: valid {valid}");
            if (set is null) continue;
            Assert.Equal((spec, row.Text("str")), (spec, set.ToString()));
            Assert.Equal((spec, row.Flag("prereleases")), (spec, set.AsksForPrereleases));
            string[] parts = [.. row.GetProperty("parts").EnumerateArray().Select(part => part[0].GetString() + part[1].GetString())];
            Assert.Equal(parts.Order(StringComparer.Ordinal), set.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries));
        }

        Assert.Equal(214, rows);
    }

    [Fact]
    public void Lists_are_filtered_as_packaging_does()
    {
        string[] all = [];
        int rows = 0;
        foreach (JsonElement row in Oracle("specfilter"))
        {
            rows++;
            if (row.TryGetProperty("VS", out _))
            {
                all = row.Texts("VS");
                continue;
            }

            string spec = row.Text("spec")!;
            string[] versions = row.GetProperty("versions").ValueKind == JsonValueKind.String ? all : row.Texts("versions");
            bool valid = VersionSpecifiers.TryParse(spec, out VersionSpecifiers? set);
            if (row.GetProperty("filter").ValueKind != JsonValueKind.Array)
            {
                Assert.False(valid, spec);
                continue;
            }

            Assert.True(valid, spec);
            string[] theirs = row.Texts("filter");
            IReadOnlyList<string> ours = set!.Filter(versions, Tristate(row, "prereleases"));
            Assert.True(theirs.SequenceEqual(ours), $"{spec} over {string.Join(' ', versions)}: theirs {string.Join(' ', theirs)}, ours {string.Join(' ', ours)}");
        }

        Assert.Equal(2916, rows);
    }

    [Fact]
    public void Markers_evaluate_as_packaging_does()
    {
        Dictionary<string, ImmutableDictionary<string, string>> environments = [];
        int rows = 0;
        foreach (JsonElement row in Oracle("markers"))
        {
            rows++;
            if (row.TryGetProperty("environments", out JsonElement recorded))
            {
                foreach (JsonProperty environment in recorded.EnumerateObject())
                    environments[environment.Name] = environment.Value.EnumerateObject().ToImmutableDictionary(value => value.Name, value => value.Value.GetString()!);
                continue;
            }

            string text = row.Text("marker")!;
            JsonElement expected = row.GetProperty("result");
            string theirs = expected.ValueKind == JsonValueKind.String ? expected.GetString()! : expected.GetBoolean() ? "true" : "false";
            string ours = "invalid";
            if (Marker.TryParse(text, out Marker? marker))
            {
                bool value = marker.Evaluate(Environment(environments[row.Text("env")!], row), out MarkerProblem problem);
                ours = problem switch { MarkerProblem.UndefinedVariable => "error:UndefinedEnvironmentName", MarkerProblem.UndefinedComparison => "error:UndefinedComparison", _ => value ? "true" : "false" };
                Assert.Equal((text, row.Text("str")), (text, marker.ToString()));
            }

            Assert.True(theirs == ours, $"{text} in {row.Text("env")} ({row}): theirs {theirs}, ours {ours}");
        }

        Assert.Equal(1865, rows);
    }

    [Fact]
    public void Names_of_source_distributions_are_read_as_packaging_does()
    {
        int rows = 0;
        foreach (JsonElement row in Oracle("sdistnames"))
        {
            rows++;
            string name = row.Text("file")!;
            bool valid = SourceFilename.TryParse(name, out SourceFilename? filename);
            Assert.True(valid == row.Flag("valid"), $"{Short(name)}: valid {valid}");
            if (filename is not null) Assert.Equal((name, row.Text("name"), row.Text("version")), (name, filename.Name, filename.Version.ToString()));
        }

        Assert.Equal(4106, rows);
    }

    [Fact]
    public void Requirements_are_read_as_packaging_does()
    {
        int rows = 0;
        foreach (JsonElement row in Oracle("requirements"))
        {
            rows++;
            string text = row.Text("text")!;
            bool valid = Requirement.TryParse(text, out Requirement? requirement);
            Assert.True(valid == row.Flag("valid"), $"{text}: valid {valid}");
            if (requirement is null) continue;
            Assert.Equal(
                (text, row.Text("name"), row.Text("canonical"), row.Text("specifier"), row.Text("url"), row.Text("marker"), row.Text("str")),
                (text, requirement.Name, requirement.NormalizedName, requirement.Specifiers.ToString(), requirement.Url, requirement.Marker?.ToString(), requirement.ToString()));
            Assert.Equal(row.Texts("extras"), requirement.Extras);
        }

        Assert.Equal(494, rows);
    }

    [Fact]
    public void Names_are_normalised_as_packaging_does()
    {
        int rows = 0;
        foreach (JsonElement row in Oracle("names"))
        {
            rows++;
            string name = row.Text("name")!;
            Assert.True(PackageName.IsValid(name) == row.Flag("valid"), name);
            Assert.Equal((name, row.Text("canonical") ?? row.Text("canonical_unvalidated")), (name, PackageName.Normalize(name)));
        }

        Assert.Equal(229, rows);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Wheel_names_are_read_as_packaging_does()
    {
        int rows = 0;
        foreach (JsonElement row in Oracle("wheelnames"))
        {
            rows++;
            string file = row.Text("file")!;
            bool valid = WheelFilename.TryParse(file, out WheelFilename? name);
            Assert.True(valid == row.Flag("valid"), $"{file}: valid {valid}");
            if (name is null) continue;
            Assert.Equal((file, row.Text("name"), row.Text("version")), (file, name.Name, name.Version.ToString()));
            Assert.True(row.Texts("tags").SequenceEqual(name.Tags.Select(tag => tag.ToString()).Distinct().Order(StringComparer.Ordinal)), $"{file}: {string.Join(' ', name.Tags)}");
            Assert.True(name.HasSortedTags == !(row.TryGetProperty("sorted", out JsonElement sorted) && !sorted.GetBoolean()), file);
        }

        Assert.Equal(45691, rows);
    }

    private static IEnumerable<JsonElement> Oracle(string name) => JsonLines.Read(Path.Combine(Needs.Corpus("oracles"), name + ".jsonl.gz"));

    private static bool? Tristate(JsonElement row, string name) => row.GetProperty(name).ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    private static string Short(string text) => text.Length <= 80 ? text : $"{text[..80]}... ({text.Length} letters)";

    private static MarkerEnvironment Environment(ImmutableDictionary<string, string> values, JsonElement row)
    {
        string context = row.Text("context") ?? "metadata";
        ImmutableDictionary<string, ImmutableHashSet<string>> sets = ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;
        if (context == "metadata") values = values.SetItem("extra", "");
        if (context == "lock_file") sets = sets.Add("extras", []).Add("dependency_groups", []);
        if (row.TryGetProperty("add", out JsonElement added))
        {
            foreach (JsonProperty addition in added.EnumerateObject())
            {
                if (addition.Value.ValueKind == JsonValueKind.Array) sets = sets.SetItem(addition.Name, [.. addition.Value.EnumerateArray().Select(value => value.GetString()!)]);
                else values = values.SetItem(addition.Name, addition.Value.GetString() ?? "");
            }
        }

        return new MarkerEnvironment { Values = values, Sets = sets };
    }
}
