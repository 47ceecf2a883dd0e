using System.Collections.Immutable;
using Assay.Examination;
using Assay.Primitives;

namespace Assay.Tests.Examination;

public sealed class RelinkedMachineTests
{
    private const string Link = "/etc/alternatives/libblas.so.3-x86_64-linux-gnu";

    [Fact]
    public void A_path_through_the_link_leads_to_the_new_place_and_all_others_to_the_old()
    {
        MemoryMachine machine = new();
        machine.AddFile("/usr/lib/blas/libblas.so.3", "old");
        machine.AddFile("/usr/lib/openblas/libblas.so.3", "chosen");
        machine.AddLink(Link, "/usr/lib/blas/libblas.so.3");
        machine.AddLink("/usr/lib/libblas.so.3", Link);
        RelinkedMachine changed = new(machine, ImmutableSortedDictionary<string, string>.Empty.Add(Link, "/usr/lib/openblas/libblas.so.3"));
        Assert.Equal("chosen", changed.ReadText("/usr/lib/libblas.so.3"));
        Assert.Equal("chosen", changed.ReadText(Link));
        Assert.Equal("old", changed.ReadText("/usr/lib/blas/libblas.so.3"));
        Assert.Equal("/usr/lib/openblas/libblas.so.3", changed.RealPath("/usr/lib/libblas.so.3"));
        Assert.Equal(6, changed.Look("/usr/lib/libblas.so.3", out _)!.Length);
        Assert.Equal("old", machine.ReadText("/usr/lib/libblas.so.3"));
    }
}
