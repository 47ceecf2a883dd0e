using System.Security.Cryptography;
using Assay.Primitives;

namespace Assay.Tests.Primitives;

public sealed class HashTests
{
    [Fact]
    public void Digests_are_those_of_the_base_library_for_every_length_around_the_blocks()
    {
        byte[] message = new byte[300];
        new Random(7).NextBytes(message);
        for (int length = 0; length <= message.Length; length++)
        {
            Assert.Equal(SHA256.HashData(message.AsSpan(0, length)), Sha256.HashData(message.AsSpan(0, length)));
            Assert.Equal(SHA1.HashData(message.AsSpan(0, length)), Sha1.HashData(message.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Digests_are_those_of_the_standard()
    {
        // FIPS 180-4 examples, csrc.nist.gov.
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Convert.ToHexStringLower(Sha256.HashData("abc"u8)));
        Assert.Equal("a9993e364706816aba3e25717850c26c9cd0d89d", Convert.ToHexStringLower(Sha1.HashData("abc"u8)));
    }
}
