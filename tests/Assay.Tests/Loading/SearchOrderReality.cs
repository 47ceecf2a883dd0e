namespace Assay.Tests.Loading;

/// <summary>Where a library is looked for, and what turns a place off: the model beside the real ld.so.</summary>
[Trait("speed", "slow")]
public sealed class SearchOrderReality
{
    private const string Use = "extern int f(void); int use(void) { return f(); }";

    [Fact]
    public void An_extension_without_needs_imports()
    {
        using LoaderScenario scenario = new();
        scenario.Extension().Agrees("imports");
    }

    [Fact]
    public void A_library_on_no_path_is_missing_and_its_requester_is_not_named()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", "int f(void) { return 1; }").Extension(Use, "-LROOT -lf").Agrees("ImportError: libf.so: cannot open shared object file: No such file or directory");
    }
}
