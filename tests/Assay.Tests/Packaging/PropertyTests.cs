using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Targets;
using FsCheck;
using FsCheck.Fluent;

namespace Assay.Tests.Packaging;

/// <summary>Laws that hold for every version, clause, marker and list of tags: order, round trips, normal forms.</summary>
public sealed class PropertyTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(500);

    // Lists of tags are long.
    private static readonly Config Few = Config.QuickThrowOnFailure.WithMaxTest(50);

    [Fact]
    public void Versions_are_in_a_total_order_that_agrees_with_equality() => Check.One(Quick, Prop.ForAll(Three(Versions()), texts =>
    {
        (PackageVersion a, PackageVersion b, PackageVersion c) = (Version(texts.Item1), Version(texts.Item2), Version(texts.Item3));
        Assert.Equal(0, a.CompareTo(Version(texts.Item1)));
        Assert.Equal(Math.Sign(a.CompareTo(b)), -Math.Sign(b.CompareTo(a)));
        if (a.CompareTo(b) <= 0 && b.CompareTo(c) <= 0) Assert.True(a.CompareTo(c) <= 0, $"{a} <= {b} <= {c}");
        Assert.Equal(a.CompareTo(b) == 0, a.Equals(b));
        if (a.Equals(b)) Assert.Equal((a.GetHashCode(), a.Canonical), (b.GetHashCode(), b.Canonical));
        else Assert.NotEqual(a.Canonical, b.Canonical);
    }));

    [Fact]
    public void The_normal_form_of_a_version_is_read_as_itself() => Check.One(Quick, Prop.ForAll(Versions(), text =>
    {
        PackageVersion version = Version(text);
        Assert.Equal(version.ToString(), Version(version.ToString()).ToString());
        Assert.Equal(version, Version(version.Canonical));
        Assert.Equal(version, Version(" v" + text.ToUpperInvariant() + "\n"));
    }));

    [Fact]
    public void Clauses_divide_the_versions_as_their_operators_say() => Check.One(Quick, Prop.ForAll(Two(Versions()), texts =>
    {
        (PackageVersion candidate, PackageVersion bound) = (Version(texts.Item1), Version(Version(texts.Item2).Public));
        string written = candidate.ToString();
        Assert.NotEqual(Takes("==" + bound, written), Takes("!=" + bound, written));
        if (Takes(">" + bound, written)) Assert.True(Takes(">=" + bound, written) && !Takes("<=" + bound, written), $"{written} > {bound}");
        if (Takes("<" + bound, written)) Assert.True(Takes("<=" + bound, written) && !Takes(">=" + bound, written), $"{written} < {bound}");
        if (Takes("==" + bound, written)) Assert.True(Takes(">=" + bound, written) && Takes("<=" + bound, written), $"{written} == {bound}");
        Assert.Equal(Takes(">=" + bound, written) && Takes("!=" + bound, written), Takes($">={bound},!={bound}", written));
    }));

    [Fact]
    public void A_filter_keeps_the_order_and_loses_nothing_that_is_contained() => Check.One(Quick, Prop.ForAll(Two(Versions()), texts =>
    {
        string[] versions = [Version(texts.Item1).ToString(), Version(texts.Item2).ToString(), "1.0", "2.0a1"];
        VersionSpecifiers any = Specifiers(">=0.dev0");
        IReadOnlyList<string> all = any.Filter(versions, prereleases: true), finals = any.Filter(versions, prereleases: false);
        Assert.Equal(versions.Where(version => any.Contains(version, true)), all);
        Assert.Equal(all.Where(version => !Version(version).IsPrerelease), finals);
    }));

    [Fact]
    public void What_is_written_of_a_set_of_clauses_means_the_same() => Check.One(Quick, Prop.ForAll(Three(Versions()), texts =>
    {
        VersionSpecifiers set = Specifiers($">={Version(texts.Item1).Public}, <{Version(texts.Item2).Public} ,!={Version(texts.Item2).Public}");
        VersionSpecifiers again = Specifiers(set.ToString());
        Assert.Equal(set.ToString(), again.ToString());
        Assert.Equal(set.Contains(Version(texts.Item3).ToString()), again.Contains(Version(texts.Item3).ToString()));
    }));

    [Fact]
    public void Names_have_one_normal_form() => Check.One(Quick, Prop.ForAll(Names(), name =>
    {
        string normal = PackageName.Normalize(name);
        Assert.Equal(normal, PackageName.Normalize(normal));
        Assert.Equal(normal, PackageName.Normalize(name.Replace('-', '_').Replace('.', '-').ToUpperInvariant()));
        Assert.DoesNotContain("--", normal, StringComparison.Ordinal);
    }));

    [Fact]
    public void Markers_survive_being_written() => Check.One(Quick, Prop.ForAll(Markers(), text =>
    {
        Assert.True(Marker.TryParse(text, out Marker? marker), text);
        Assert.True(Marker.TryParse(marker.ToString(), out Marker? again), marker.ToString());
        Assert.Equal(marker.ToString(), again.ToString());
    }));

    [Fact]
    public void Lists_of_tags_have_no_tag_twice_and_newer_interpreters_keep_the_stable_abi_of_older_ones() => Check.One(Few, Prop.ForAll(Machines(), machine =>
    {
        foreach (Installer installer in Enum.GetValues<Installer>())
        {
            SupportedTags older = SupportedTags.Of(machine.Python, machine.Target, installer), newer = SupportedTags.Of(machine.Python with { Minor = machine.Python.Minor + 1 }, machine.Target, installer);
            Assert.Equal(older.All.Count, older.All.Distinct().Count());
            Assert.Empty(older.All.Where(tag => tag.Abi is "abi3" or "abi3t").Except(newer.All));
            Assert.Equal(older.All.Select((_, rank) => (int?)rank), older.All.Select(tag => older.RankOf([tag])));
        }
    }));

    [Fact]
    public void A_choice_is_a_file_of_the_page_whose_version_was_asked_for() => Check.One(Few, Prop.ForAll(Two(Versions()), Machines(), (texts, machine) =>
    {
        PackageVersion[] versions = [Version(Version(texts.Item1).Public), Version(Version(texts.Item2).Public)];
        IndexPage page = new("demo", versions.SelectMany(version => (IndexFile[])[new($"demo-{version}-py3-none-any.whl"), new($"demo-{version}.tar.gz")]));
        foreach (Installer installer in Enum.GetValues<Installer>())
        {
            Assert.True(Requirement.TryParse($"demo>={versions[0]}", out Requirement? requirement));
            IndexFile? choice = page.Choose(new Question(requirement, SupportedTags.Of(machine.Python, machine.Target, installer)));
            Assert.NotNull(choice);
            Assert.EndsWith(".whl", choice.Filename, StringComparison.Ordinal);
            Assert.True(WheelFilename.TryParse(choice.Filename, out WheelFilename? wheel) && wheel.Version.CompareTo(versions[0]) >= 0, choice.Filename);
        }
    }));

    private static PackageVersion Version(string text)
    {
        Assert.True(PackageVersion.TryParse(text, out PackageVersion? version), text);
        return version;
    }

    private static VersionSpecifiers Specifiers(string text)
    {
        Assert.True(VersionSpecifiers.TryParse(text, out VersionSpecifiers? specifiers), text);
        return specifiers;
    }

    private static bool Takes(string specifier, string version) => Specifiers(specifier).Contains(version, prereleases: true);

    // Small numbers, so that equal parts meet often.
    private static Gen<string> VersionTexts() =>
        from epoch in Gen.Elements("", "", "", "1!")
        from release in Gen.NonEmptyListOf(Gen.Choose(0, 3)).Select(numbers => string.Join('.', numbers.Take(4)))
        from pre in Gen.Elements("", "", "a1", "b0", "rc1", ".ALPHA.2", "-preview_1", "c3")
        from post in Gen.Elements("", "", ".post1", "-1", ".rev", "r2")
        from dev in Gen.Elements("", "", ".dev0", "_DEV-3")
        from local in Gen.Elements("", "", "+abc", "+1.2", "+Ubuntu-1")
        select epoch + release + pre + post + dev + local;

    private static Arbitrary<string> Versions() => VersionTexts().ToArbitrary();

    private static Arbitrary<(string, string)> Two(Arbitrary<string> one) => (from a in one.Generator from b in one.Generator select (a, b)).ToArbitrary();

    private static Arbitrary<(string, string, string)> Three(Arbitrary<string> one) => (from a in one.Generator from b in one.Generator from c in one.Generator select (a, b, c)).ToArbitrary();

    private static Arbitrary<string> Names() =>
        Gen.NonEmptyListOf(Gen.Elements("a", "B", "7", "-", "_", ".", "--", "x_y")).Select(parts => "n" + string.Concat(parts) + "9").ToArbitrary();

    private static Arbitrary<string> Markers()
    {
        Gen<string> comparison = from variable in Gen.Elements("python_version", "sys_platform", "os_name", "extra", "platform_machine")
                                 from op in Gen.Elements("==", "!=", "<", ">=", "in", "not in")
                                 from value in Gen.Elements("'3.11'", "\"linux\"", "'win32'", "\"arm64\"")
                                 select $"{variable} {op} {value}";
        Gen<string> joined = from left in comparison from word in Gen.Elements("and", "or") from right in comparison select $"{left} {word} {right}";
        return (from left in Gen.OneOf(comparison, joined) from word in Gen.Elements("and", "or") from right in joined select $"({left}) {word} ({right})").ToArbitrary();
    }

    private static Arbitrary<(PythonBuild Python, Target Target)> Machines() => (
        from minor in Gen.Choose(6, 15)
        from free in Gen.Elements(true, false)
        from name in Gen.Elements("macos-11-arm64", "macos-26-arm64", "macos-10.15-x86_64", "macos-14-x86_64", "linux-glibc2.36-x86_64", "linux-glibc2.17-aarch64", "linux-musl1.2-x86_64", "windows-11-arm64")
        select (new PythonBuild(3, minor, 1, free && minor >= 13), TargetName.TryParse(name, out Target? target, out _) ? target! : throw new InvalidOperationException(name))).ToArbitrary();
}
