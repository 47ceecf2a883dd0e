using System.Text;
using Assay.Imports;
using Assay.Loading;

namespace Assay.Tests.Imports;

/// <summary>What the constants of a compiled module tell of the modules it imports.</summary>
public class CompiledNameTests
{
    [Fact]
    public void Names_below_the_own_package_are_taken_whole_and_only_whole()
    {
        CompiledNames names = Read("pkg.core._one", "see pkg.core._two", "pkg.core.", "pkg..x", "pkgs.other", "other.module", "pkg.core.3d", "pkg");
        Assert.Equal(["pkg.core._one"], names.Qualified);
        Assert.False(names.IsCython);
    }

    [Fact]
    public void A_neighbour_is_named_with_one_underscore() => Assert.Equal(["_elementpath"], Read("_elementpath", "__pyx_int", "_not a name", "elementpath").Private);

    [Fact]
    public void Code_of_cython_is_told_by_its_table_of_functions() => Assert.True(Read("__pyx_capi__").IsCython);

    [Fact]
    public void What_it_may_bind_elsewhere_is_among_its_constants()
    {
        Assert.True(Read("Float64DType").MayMention("Float64DType"));
        Assert.False(Read("Float64DType", "other").MayMention("Float64"));
        Assert.True(CompiledNames.None.MayMention("anything"));
    }

    private static CompiledNames Read(params string[] texts) => CompiledNameReader.Read(Encoding.UTF8.GetBytes(string.Join('\0', texts) + "\0"), "pkg");
}
