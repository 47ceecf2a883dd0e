using Assay.Lab.Cases;
using Assay.Lab.Judging;
using LabCatalog = Assay.Lab.Cases.Catalog;

namespace Assay.Tests.Lab;

/// <summary>The cases themselves: enough of them, the same ones every time.</summary>
public class CatalogTests
{
    private static readonly IReadOnlyList<Case> All = LabCatalog.Cases(1, _ => true);

    [Fact]
    public void There_are_enough_cases_on_every_platform()
    {
        foreach ((string platform, int least) in Bars.LeastCases) Assert.True(All.Count(item => item.Base.Platform == platform) > least, platform);
        Assert.True(LabCatalog.Families.Count >= 40);
        Assert.Equal(LabCatalog.Families.Count, LabCatalog.Families.Select(family => family.Name).Distinct().Count());
    }

    [Fact]
    public void A_case_has_one_name_and_a_seed_always_makes_the_same_cases()
    {
        Assert.Equal(All.Count, All.Select(item => item.Id).Distinct().Count());
        Assert.Equal(All.Select(item => (item.Id, item.Import, item.Seed)), LabCatalog.Cases(1, _ => true).Select(item => (item.Id, item.Import, item.Seed)));
        Assert.NotEqual(All.Select(item => item.Seed), LabCatalog.Cases(2, _ => true).Select(item => item.Seed));
    }

    [Fact]
    public void A_sample_holds_every_family_of_every_platform_before_any_twice()
    {
        int families = All.Select(item => (item.Base.Platform, item.Family.Name)).Distinct().Count();
        IReadOnlyList<Case> sample = LabCatalog.Sample(All, families, 1);
        Assert.Equal(families, sample.Select(item => (item.Base.Platform, item.Family.Name)).Distinct().Count());
    }

    [Fact]
    public void Without_an_asset_its_cases_are_not_made() => Assert.All(LabCatalog.Cases(1, root => root == "amd64"), item => Assert.Equal("amd64", item.Base.Root));
}
