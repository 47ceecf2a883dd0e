using System.Text;
using Assay.Binaries;
using Assay.Primitives;

namespace Assay.Tests.Binaries;

/// <summary>The first bytes decide who reads a file; a file that nobody reads says what it looks like.</summary>
public sealed class BinaryFilesTests
{
    [Theory]
    [InlineData("7f454c46", BinaryFormat.Elf)]
    [InlineData("cffaedfe", BinaryFormat.MachO)]
    [InlineData("feedface", BinaryFormat.MachO)]
    [InlineData("cafebabe00000002", BinaryFormat.MachO)]
    [InlineData("cafebabf00000002", BinaryFormat.MachO)]
    [InlineData("4d5a9000", BinaryFormat.Pe)]
    [InlineData("cafebabe00000034", BinaryFormat.Unknown)] // a Java class of version 52
    [InlineData("7f454c", BinaryFormat.Unknown)]
    [InlineData("", BinaryFormat.Unknown)]
    public void The_magic_chooses_the_format(string bytes, BinaryFormat expected) => Assert.Equal(expected, BinaryFiles.FormatOf(Convert.FromHexString(bytes)));

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", "a Git LFS pointer")]
    [InlineData("<!DOCTYPE html><html>", "markup (HTML or XML)")]
    [InlineData("#!/bin/sh\n", "a script")]
    [InlineData("INPUT(-lgomp)\n", "text")]
    [InlineData("!<arch>\n/", "a static archive")]
    [InlineData("PK\u0003\u0004zip", "a zip archive")]
    [InlineData("\0\0\0\0", "zero bytes")]
    [InlineData("\u0001\u0002\u0003", "the bytes 010203")]
    public void A_file_of_no_known_format_says_what_it_looks_like(string content, string found)
    {
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(Encoding.Latin1.GetBytes(content)));
        Assert.Equal(BinaryFormat.Unknown, file.Format);
        Assert.Empty(file.Images);
        BinaryFault fault = Assert.Single(file.Faults);
        Assert.Equal($"magic at 0x0: expected an ELF, Mach-O or PE file, found {found}", fault.ToString());
    }
}
