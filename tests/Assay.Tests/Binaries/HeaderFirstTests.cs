using Assay.Binaries;
using Assay.Primitives;

namespace Assay.Tests.Binaries;

/// <summary>Headers first: how large a library is does not matter for what its headers say.</summary>
public sealed class HeaderFirstTests
{
    [Theory]
    [InlineData("elf x86_64 shared\nsoname a\nneeds b\nrunpath c\ntls size 0x1000000 file 0x1000000 align 8\noffers x\nwants y\n", 20 * 1024)]
    [InlineData("macho arm64 dylib\nid a\nplatform macos 11.0\nneeds b\nrpath c\nsection __DATA __thread_data thread-data size 0x2000000\noffers _x\nwants _y from 1\nsignature none\n", 8192)]
    [InlineData("macho fat\nslice x86_64 dylib\nid a\nneeds b\nsection __DATA __thread_data thread-data size 0x1000000\nslice arm64 dylib\nid a\nneeds b\n", 12 * 1024)]
    [InlineData("pe x86_64 dll\nneeds KERNEL32.dll\nwants Sleep from KERNEL32.dll\nname a.dll\noffers x\ncertificate 0x2000000\n", 48 * 1024)]
    public void Headers_of_a_large_library_cost_kilobytes(string description, long limit)
    {
        byte[] content = BinaryAssembler.Assemble(description);
        Assert.True(content.Length > 16 << 20, "the library is not large");
        CountingSource source = new(content);
        using BinaryFile file = BinaryFiles.Read(source);
        foreach (BinaryImage image in file.Images)
        {
            _ = (image.Architecture, image.Kind, image.Platform, image.MinimumOs, image.ThreadLocal, image.SearchPaths.Length);
            Assert.Single(image.Needs);
        }

        Assert.Empty(file.Faults);
        Assert.InRange(source.BytesRead, 1, limit);
    }

    private sealed class CountingSource(byte[] content) : ByteSource
    {
        public long BytesRead { get; private set; }

        public override long Length => content.Length;

        public override int Read(long offset, Span<byte> destination)
        {
            if (offset < 0 || offset >= content.Length) return 0;
            int count = Math.Min(destination.Length, content.Length - (int)offset);
            content.AsSpan((int)offset, count).CopyTo(destination);
            BytesRead += count;
            return count;
        }
    }
}
