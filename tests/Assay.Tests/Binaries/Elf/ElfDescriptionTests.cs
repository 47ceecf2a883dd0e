using Assay.Binaries;
using Assay.Binaries.Description;

namespace Assay.Tests.Binaries.Elf;

/// <summary>The text form of ELF files: what is written is what is read, and a mistake is named with its line.</summary>
public sealed class ElfDescriptionTests
{
    [Theory]
    [InlineData("elf x86_64 shared\n")]
    [InlineData("elf i686 shared\nsoname libold.so\nhash both\nwants func strlen GLIBC_2.0 from libc.so.6\noffers x\n")]
    [InlineData("elf s390x shared\nneeds libc.so.6\nhash sysv\ninit-array 1\nwants a\noffers b V_1\noffers data c V_2\n")]
    [InlineData("elf ppc64 shared\nrunpath /opt/a:/opt/b\ntls size 0x10 file 0x8 align 8\noffers tls t\n")]
    [InlineData("elf machine 8 class 1 data 2 shared\nheader-flags 0x70001007\nneeds libc.so.6\nwants x\n")]
    [InlineData("elf aarch64 pie\ninterp /lib/ld-linux-aarch64.so.1\nneeds libc.so.6\nload align 0x1000 congruent 0x1000\n")]
    [InlineData("elf x86_64 program\ndynamic absent\nrelro absent\n")]
    [InlineData("elf x86_64 shared\nosabi 3\nabi-version 1\ndynamic absent\nstack absent\nload absent\n")]
    [InlineData("elf x86_64 shared\nmark SYMBOLIC\nmark TEXTREL\n")]
    [InlineData("elf x86_64 shared\nhash none\nwants only_this\n")]
    [InlineData("elf x86_64 shared\nsegment rw offset 0x27a9a0 address 0x484000 file 0x0 memory 0x0 align 0x1000\noffers x\n")]
    [InlineData("elf x86_64 shared\nisa-needed x86-64-baseline x86-64-v4\nproperty 0xc0000002 0x3\n")]
    [InlineData("elf x86_64 shared\nwants \"weak\"\nwants \"with blank\" \"odd version\" from \"\\\"quoted\\\" \\\\ \\u0001\"\noffers \"#\"\n")]
    [InlineData("elf x86_64 shared\nwants naïve\noffers λ\n")]
    public void A_canonical_description_comes_back_word_for_word(string description) => Assert.Equal(description, Canonical(description));

    [Theory]
    [InlineData("# a page\nelf arm64\n\n  offers   x # trailing\r\n", "elf aarch64 shared\noffers x\n")]
    [InlineData("elf x86_64\noffers PyInit_a\nneeds libc.so.6\nwants memcpy GLIBC_2.14\nsoname liba.so", "elf x86_64 shared\nsoname liba.so\nneeds libc.so.6\nwants memcpy GLIBC_2.14 from libc.so.6\noffers PyInit_a\n")]
    [InlineData("elf x86_64\nwants unused func weak a\nwants data initial-exec b\noffers data weak c", "elf x86_64 shared\nwants data initial-exec b\nwants weak func unused a\noffers weak data c\n")]
    [InlineData("elf x86_64\nneeds libonly.so\nwants f ONLY_1", "elf x86_64 shared\nneeds libonly.so\nwants f ONLY_1 from libonly.so\n")]
    [InlineData("elf x86_64\nload align 0x1000\nstack rw\nhash gnu\nwants untyped a\noffers func b\noffers tls c", "elf x86_64 shared\ntls size 0x8 align 8\nwants a\noffers b\noffers tls c\n")]
    public void What_is_ordinary_may_be_said_or_left_out(string description, string canonical) => Assert.Equal(canonical, Canonical(description));

    [Theory]
    [InlineData("", "an empty description")]
    [InlineData("truncate 5", "line 1: `truncate`: the first line must name the format: elf, macho or pe")]
    [InlineData("elf vax", "line 1: `elf`: `vax` is not one of x86_64, aarch64, i686, armv7l, riscv64, ppc64le, ppc64, s390x, loongarch64, or machine with a number")]
    [InlineData("elf x86_64\n\nneed libc.so.6", "line 3: `need`: an ELF description has no such line")]
    [InlineData("elf x86_64\nneeds", "line 2: `needs`: a library is missing")]
    [InlineData("elf x86_64\nneeds a b", "line 2: `needs`: `b` is not understood here")]
    [InlineData("elf x86_64\nwants f V_1", "line 2: `wants`: say which library `V_1` comes from")]
    [InlineData("elf x86_64\nflags BIND_LATER", "line 2: `flags`: `BIND_LATER` is not one of ORIGIN, SYMBOLIC, TEXTREL, BIND_NOW, STATIC_TLS or a number")]
    [InlineData("elf x86_64\nsoname \"open", "line 2: a quoted name must end in a quote and may escape only \\\", \\\\ and \\u with four digits")]
    [InlineData("elf x86_64\ntruncate 99999999", "line 2: `truncate`: the file has only ")]
    [InlineData("elf x86_64\npatch 0x40 xyz", "line 2: `patch`: what to write there must be bytes in hexadecimal, not `xyz`")]
    [InlineData("elf s390x\ntls size 8 align 8 initial-exec", "initial-exec relocations of s390x are not known")]
    public void A_mistake_is_named_with_its_line(string description, string message) =>
        Assert.StartsWith(message, Assert.Throws<DescriptionException>(() => BinaryAssembler.Assemble(description)).Message, StringComparison.Ordinal);

    [Fact]
    public void Damage_is_done_after_assembling()
    {
        byte[] whole = BinaryAssembler.Assemble("elf x86_64\noffers x");
        Assert.Equal(whole[..100], BinaryAssembler.Assemble("elf x86_64\ntruncate 100\noffers x"));
        Assert.Equal(whole[..^1], BinaryAssembler.Assemble("elf x86_64\noffers x\ntruncate -1"));
        byte[] patched = BinaryAssembler.Assemble("elf x86_64\noffers x\npatch 18 b700");
        Assert.Equal([0xb7, 0x00], patched[18..20]);
        Assert.Equal(whole[20..], patched[20..]);
    }

    private static string Canonical(string description)
    {
        string said = Description.Of(BinaryAssembler.Assemble(description));
        Assert.DoesNotContain("fault ", said, StringComparison.Ordinal);
        return string.Concat(said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line + "\n"));
    }
}
