using Assay.Loading.Glibc;
using Assay.Targets;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Loading;

/// <summary>The cache of ldconfig, in its formats and in disorder.</summary>
public sealed class LdSoCacheTests
{
    private const ulong Named = 1UL << 62;

    [Fact]
    public void A_name_is_found_with_its_path()
    {
        LdSoCache cache = LdSoCache.Read(CacheBuilder.New([("libz.so.1", "/lib/libz.so.1", 0x303, 0), ("libb.so.10", "/lib/libb.so.10", 0x303, 0), ("libb.so.9", "/lib/libb.so.9", 0x303, 0)]), false)!;
        Assert.Equal(3, cache.Count);
        Assert.Equal("/lib/libb.so.10", cache.Find("libb.so.10", 0x303, []));
        Assert.Equal("/lib/libb.so.9", cache.Find("libb.so.9", 0x303, []));
        Assert.Null(cache.Find("libb.so.1", 0x303, []));
    }

    [Fact]
    public void Of_several_kinds_the_one_of_this_architecture_is_taken()
    {
        LdSoCache cache = LdSoCache.Read(CacheBuilder.New([("liba.so", "/lib/i386/liba.so", 0x3, 0), ("liba.so", "/lib/arm/liba.so", 0xa03, 0), ("liba.so", "/lib/liba.so", 0x303, 0)]), false)!;
        Assert.Equal("/lib/liba.so", cache.Find("liba.so", 0x303, []));
        Assert.Equal("/lib/arm/liba.so", cache.Find("liba.so", 0xa03, []));
        Assert.Null(cache.Find("liba.so", 0x403, []));
    }

    [Fact]
    public void The_best_named_subdirectory_of_the_cpu_is_taken()
    {
        LdSoCache cache = LdSoCache.Read(CacheBuilder.New([("liba.so", "/v3/liba.so", 0x303, Named | 1), ("liba.so", "/v2/liba.so", 0x303, Named), ("liba.so", "/lib/liba.so", 0x303, 0)], ["x86-64-v2", "x86-64-v3"]), false)!;
        Assert.Equal("/v3/liba.so", cache.Find("liba.so", 0x303, ["x86-64-v4", "x86-64-v3", "x86-64-v2"]));
        Assert.Equal("/v2/liba.so", cache.Find("liba.so", 0x303, ["x86-64-v2"]));
        Assert.Equal("/lib/liba.so", cache.Find("liba.so", 0x303, []));
    }

    [Fact]
    public void Bits_of_the_old_subdirectories_are_passed_over() =>
        Assert.Equal("/lib/liba.so", LdSoCache.Read(CacheBuilder.New([("liba.so", "/old/liba.so", 0x303, 4), ("liba.so", "/lib/liba.so", 0x303, 0)]), false)!.Find("liba.so", 0x303, ["x86-64-v2"]));

    // The bits as ldconfig of 2.36 writes them for lib/x86_64, lib/avx512_1 and lib/haswell.
    [Theory]
    [InlineData(2UL, "haswell", true, true)]
    [InlineData(2UL, null, false, true)]
    [InlineData(4UL, "haswell", true, true)]
    [InlineData(4UL, "haswell", false, false)]
    [InlineData(1UL << 50, "haswell", true, true)]
    [InlineData(1UL << 50, null, true, false)]
    [InlineData(1UL << 50, "xeon_phi", false, false)]
    [InlineData((1UL << 50) | 4, "haswell", true, true)]
    public void What_lies_in_an_old_subdirectory_is_taken_where_the_cpu_answers_to_its_name(ulong bits, string? name, bool hasAvx512, bool isTaken)
    {
        LdSoCache cache = LdSoCache.Read(CacheBuilder.New([("liba.so", "/old/liba.so", 0x303, bits), ("liba.so", "/lib/liba.so", 0x303, 0)]), false)!;
        Assert.Equal(isTaken ? "/old/liba.so" : "/lib/liba.so", cache.Find("liba.so", 0x303, [], LegacyCapabilities.Of(Architecture.X86_64, new IntelPlatform(name, hasAvx512))));
    }

    [Fact]
    public void The_old_format_serves_alone_and_gives_way_to_the_new_one_behind_it()
    {
        Assert.Equal("/old/liba.so", LdSoCache.Read(CacheBuilder.Old([("liba.so", "/old/liba.so", 0x303)]), false)!.Find("liba.so", 0x303, []));
        byte[] both = CacheBuilder.Old([("liba.so", "/old/liba.so", 0x303)], CacheBuilder.New([("liba.so", "/new/liba.so", 0x303, 0)]));
        Assert.Equal("/new/liba.so", LdSoCache.Read(both, false)!.Find("liba.so", 0x303, []));
    }

    [Fact]
    public void A_cache_of_the_other_byte_order_is_passed_over()
    {
        Assert.Null(LdSoCache.Read(CacheBuilder.New([("liba.so", "/lib/liba.so", 0x303, 0)], order: 3), false));
        Assert.NotNull(LdSoCache.Read(CacheBuilder.New([("liba.so", "/lib/liba.so", 0x303, 0)], order: 0), false));
    }

    [Fact]
    public void Digits_compare_as_numbers()
    {
        Assert.True(LdSoCache.Compare("libb.so.10"u8, "libb.so.9"u8) > 0);
        Assert.True(LdSoCache.Compare("libb.so.9"u8, "libb.so.9.1"u8) < 0);
        Assert.Equal(0, LdSoCache.Compare("libb.so.09"u8, "libb.so.9"u8));
        Assert.True(LdSoCache.Compare("lib1"u8, "liba"u8) > 0);
    }

    [Fact]
    public void Cut_and_changed_files_give_an_answer_or_none_and_never_an_exception()
    {
        byte[] whole = CacheBuilder.Old([("liba.so", "/old/liba.so", 0x303)], CacheBuilder.New([("libz.so", "/z", 0x303, Named), ("liba.so", "/new/liba.so", 0x303, 0)], ["x86-64-v2"]));
        Random random = new(7);
        for (int length = 0; length < whole.Length; length++) LdSoCache.Read(whole[..length], false)?.Find("liba.so", 0x303, ["x86-64-v2"]);
        for (int round = 0; round < 5000; round++)
        {
            byte[] changed = [.. whole];
            for (int i = 0; i < 3; i++) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            LdSoCache.Read(changed, false)?.Find("liba.so", 0x303, ["x86-64-v2"]);
        }
    }

    [Fact]
    public void This_machines_cache_says_what_ldconfig_prints()
    {
        string path = Needs.Existing("/etc/ld.so.cache", "ld.so.cache");
        Needs.Require(Environment.Is64BitProcess && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "x86-64 process");
        string ldconfig = Needs.Existing("/sbin/ldconfig", "ldconfig");
        LdSoCache cache = LdSoCache.Read(File.ReadAllBytes(path), false)!;
        int compared = 0;
        foreach (IGrouping<string, string[]> name in ChildProcess.Run(ldconfig, ["-p"]).Output.Split('\n').Where(line => line.Contains(" (libc6,x86-64) => ", StringComparison.Ordinal))
            .Select(line => line.Trim().Split(" (libc6,x86-64) => ")).GroupBy(parts => parts[0]))
        {
            Assert.Equal(name.First()[1], cache.Find(name.Key, 0x303, []));
            compared++;
        }

        Assert.True(compared > 10);
    }
}
