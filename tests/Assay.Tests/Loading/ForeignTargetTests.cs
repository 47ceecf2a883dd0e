using Assay.Diagnostics;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;

namespace Assay.Tests.Loading;

/// <summary>A target whose own files are not at hand: what its version decides is decided, the rest is an open question.</summary>
public sealed class ForeignTargetTests
{
    private const string Extension = "shared\nneeds libc.so.6\nwants PyModule_Create2\nwants puts GLIBC_2.2.5 from libc.so.6\noffers PyInit_x";

    [Fact]
    public void Versions_up_to_the_targets_are_there() => Assert.Equal("imports", Older("2.28").Add("/sp/x.so", Extension + "\nwants later GLIBC_2.28 from libc.so.6").Says());

    [Fact]
    public void A_later_version_is_missing_whatever_the_host_has()
    {
        ExtensionOutcome.Raises raises = Assert.IsType<ExtensionOutcome.Raises>(Older("2.28").Add("/sp/x.so", Extension + "\nwants later GLIBC_2.29 from libc.so.6").Load());
        Assert.Equal("/lib64/libc.so.6: version `GLIBC_2.29' not found (required by /sp/x.so)", raises.Exception.Message);
        Assert.Equal(Certainty.TextMayVary, raises.Certainty);
        LoadFailure failure = Assert.IsType<LoadFailure>(raises.Exception.Origin);
        Assert.Equal(LoadFailureKind.MissingVersion, failure.Kind);
        Assert.Equal(["GLIBC_2.28"], failure.OfferedVersions);
    }

    [Fact]
    public void A_library_of_the_system_is_an_open_question_though_the_host_has_it()
    {
        ExtensionOutcome outcome = Older("2.28").Add("/usr/lib/libf.so.1", "shared\noffers f").Add("/sp/x.so", Extension + "\nneeds libf.so.1\nwants f").Load();
        Assert.Contains("libf.so.1", Assert.IsType<ExtensionOutcome.Undecided>(outcome).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_of_the_package_is_read() =>
        Assert.Equal("imports", Older("2.28").Add("/sp/libs/libf.so.1", "shared\noffers f").Add("/sp/x.so", Extension + "\nneeds libf.so.1\nrpath $ORIGIN/libs\nwants f").Says());

    [Fact]
    public void A_library_with_a_wheels_hash_is_on_no_system() =>
        Assert.Equal("ImportError: libf-0123abcd.so.1: cannot open shared object file: No such file or directory", Older("2.28").Add("/sp/x.so", Extension + "\nneeds libf-0123abcd.so.1\nrpath $ORIGIN/libs").Says());

    [Fact]
    public void A_symbol_nobody_at_hand_offers_is_an_open_question() =>
        Assert.StartsWith("undecided: not known: whether", Older("2.28").Add("/sp/x.so", Extension + "\nwants nowhere").Says(), StringComparison.Ordinal);

    [Fact]
    public void A_symbol_of_python_is_decided_when_the_interpreter_is_at_hand() =>
        Assert.Equal("ImportError: /sp/x.so: undefined symbol: PyFuture_New", Older("2.28").Add("/sp/x.so", Extension + "\nwants PyFuture_New").Says());

    [Fact]
    public void Without_an_interpreter_its_symbols_are_an_open_question() =>
        Assert.Contains("interpreter", new LoaderMachine().Add("/sp/x.so", Extension).Says(withInterpreter: false), StringComparison.Ordinal);

    [Fact]
    public void The_same_release_is_the_system_itself() => Assert.Equal("imports", Older("2.36").Add("/usr/lib/libf.so.1", "shared\noffers f").Add("/sp/x.so", Extension + "\nneeds libf.so.1\nwants f").Says());

    private static LoaderMachine Older(string glibc)
    {
        Assert.True(PackedVersion.TryParse(glibc, out PackedVersion version));
        return new LoaderMachine().On(target => target with { LibcVersion = version });
    }
}
