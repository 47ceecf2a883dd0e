using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Assay.Packaging.Building;

namespace Assay.Tests.Packaging.Building;

/// <summary>What archives say about their build. They are written by .NET's own writer, in each of its formats.</summary>
public sealed class SourceArchiveTests
{
    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.V7)]
    public void Meson_names_its_languages(TarEntryFormat format)
    {
        BuildNeeds? needs = Read(
            format,
            ("demo-1.0/pyproject.toml", "[build-system]\nrequires = [\"meson-python>=0.15\", \"Cython\"]\nbuild-backend = \"mesonpy\"\n"),
            ("demo-1.0/meson.build", "project(\n  'demo',\n  'c', 'cpp', 'cython',\n  version: '1.0',\n)\nadd_languages('fortran', native: false)\n"),
            ("demo-1.0/demo/" + (format == TarEntryFormat.V7 ? "short" : new string('x', 80) + "/" + new string('y', 60)) + ".py", "import os\n"));
        Assert.NotNull(needs);
        Assert.Equal([BuildNeed.CCompiler, BuildNeed.CppCompiler, BuildNeed.FortranCompiler, BuildNeed.PythonHeaders], needs.Machine);
        Assert.Equal(["meson-python>=0.15", "Cython"], needs.Fetched);
        Assert.Equal(BuildNeedOrigin.Archive, needs.Origin);
    }

    [Theory]
    [InlineData("hatchling.build", "", new BuildNeed[0])]
    [InlineData("flit_core.buildapi", "", new BuildNeed[0])]
    [InlineData("maturin", "", new[] { BuildNeed.Rust })]
    [InlineData("setuptools.build_meta", "from setuptools import setup\nsetup()\n", new BuildNeed[0])]
    [InlineData("setuptools.build_meta", "setup(ext_modules=[Extension('demo._core', ['demo/_core.c'])])\n", new[] { BuildNeed.CCompiler, BuildNeed.PythonHeaders })]
    public void Build_systems_are_told_apart(string backend, string setup, BuildNeed[] expected)
    {
        BuildNeeds? needs = Read(
            TarEntryFormat.Pax,
            ("demo-1.0/pyproject.toml", $"[build-system]\nrequires = []\nbuild-backend = \"{backend}\"\n"),
            ("demo-1.0/setup.py", setup),
            ("demo-1.0/demo/_core.c", "int x;"),
            ("demo-1.0/tests/other.f90", ""));
        Assert.Equal(expected, needs?.Machine.AsEnumerable());
    }

    [Fact]
    public void Without_a_build_system_setuptools_is_meant_and_an_unknown_one_says_nothing()
    {
        Assert.Equal([], Read(TarEntryFormat.Pax, ("demo-1.0/setup.py", "setup()"))!.Machine.AsEnumerable());
        Assert.Null(Read(TarEntryFormat.Pax, ("demo-1.0/pyproject.toml", "[build-system]\nrequires = []\nbuild-backend = \"own.backend\"\n")));
        Assert.Equal(
            [BuildNeed.CCompiler, BuildNeed.CppCompiler, BuildNeed.PythonHeaders],
            Read(TarEntryFormat.Pax, ("demo-1.0/pyproject.toml", "[build-system]\nbuild-backend = \"scikit_build_core.build\"\n"), ("demo-1.0/CMakeLists.txt", "cmake_minimum_required(VERSION 3.20)\nproject(demo VERSION 1.0)\n"))!.Machine.AsEnumerable());
    }

    [Fact]
    public void What_is_no_archive_ends_without_an_answer()
    {
        Assert.Null(SourceArchive.Read(new MemoryStream("no archive"u8.ToArray())));

        // A size that promises more than there is, and one that is no number.
        byte[] header = new byte[512];
        Encoding.ASCII.GetBytes("demo-1.0/pyproject.toml").CopyTo(header, 0);
        header[156] = (byte)'0';
        foreach (string size in (string[])["77777777777", "9999", "x"])
        {
            Array.Clear(header, 124, 12);
            Encoding.ASCII.GetBytes(size).CopyTo(header, 124);
            Assert.Null(SourceArchive.Read(new MemoryStream(Gzip(header))));
        }
    }

    [Fact]
    public void A_bomb_ends_at_the_limit()
    {
        using BoundedStream stream = new(new MemoryStream(new byte[1000]), 100);
        Assert.Equal(100, stream.ReadAtLeast(new byte[1000], 1000, throwOnEndOfStream: false));
    }

    private static BuildNeeds? Read(TarEntryFormat format, params (string Name, string Text)[] files)
    {
        using MemoryStream archive = new();
        using (TarWriter writer = new(archive, format, leaveOpen: true))
        {
            foreach ((string name, string text) in files)
            {
                TarEntryType kind = format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile;
                TarEntry entry = format switch { TarEntryFormat.Ustar => new UstarTarEntry(kind, name), TarEntryFormat.Gnu => new GnuTarEntry(kind, name), TarEntryFormat.V7 => new V7TarEntry(kind, name), _ => new PaxTarEntry(kind, name) };
                entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
                writer.WriteEntry(entry);
            }
        }

        return SourceArchive.Read(new MemoryStream(Gzip(archive.ToArray())));
    }

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionMode.Compress)) stream.Write(content);
        return packed.ToArray();
    }
}
