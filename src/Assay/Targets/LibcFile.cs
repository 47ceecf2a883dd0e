using Assay.Primitives;

namespace Assay.Targets;

/// <summary>Which C library a machine has, and its version, read from the bytes of the library.</summary>
public static class LibcFile
{
    private const int Window = 1 << 18;

    /// <summary>Identifies the C library by the dynamic loader that programs name in PT_INTERP.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="loaderPath">The loader: <c>/lib64/ld-linux-x86-64.so.2</c>, <c>/lib/ld-musl-x86_64.so.1</c>.</param>
    /// <param name="version">Its version, or null when the library is absent or does not say.</param>
    /// <returns>The kind, by the loader's name.</returns>
    public static LibcKind Read(IMachine machine, string loaderPath, out PackedVersion? version)
    {
        version = null;
        string name = PosixPath.Name(loaderPath);
        if (name.StartsWith("ld-musl-", StringComparison.Ordinal))
        {
            // musl's loader is its C library (ldso/dynlink.c).
            version = MuslVersion(machine, loaderPath);
            return LibcKind.Musl;
        }

        if (!name.StartsWith("ld-linux", StringComparison.Ordinal) && !name.StartsWith("ld64.so", StringComparison.Ordinal) && !name.StartsWith("ld.so", StringComparison.Ordinal)) return LibcKind.None;

        // The loader and libc.so.6 are one build and lie in one directory; /lib64 only holds a link.
        string directory = PosixPath.Directory(machine.RealPath(loaderPath) ?? loaderPath);
        version = GlibcVersion(machine, PosixPath.Join(directory, "libc.so.6"));
        return LibcKind.Glibc;
    }

    /// <summary>The version in glibc's banner (csu/version.c): "GNU C Library (...) stable release version 2.36."</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="path">The library, <c>libc.so.6</c>.</param>
    /// <returns>The version, or null.</returns>
    public static PackedVersion? GlibcVersion(IMachine machine, string path) => Find(machine, path, "release version "u8, static rest => Number(rest, requiredParts: 2));

    /// <summary>The version that musl's loader prints (ldso/dynlink.c): the text "1.2.3" between zero bytes.</summary>
    private static PackedVersion? MuslVersion(IMachine machine, string path) =>
        Find(machine, path, "\x00"u8 + "1."u8, static rest => Number([.. "1."u8, .. rest], requiredParts: 3) is { } version && EndsAfter(rest) ? version : null);

    private static bool EndsAfter(ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOfAnyExcept("0123456789."u8);
        return end > 0 && rest[end] == 0;
    }

    private static PackedVersion? Number(ReadOnlySpan<byte> text, int requiredParts)
    {
        int end = text.IndexOfAnyExcept("0123456789."u8);
        if (end is < 0 or > 16) return null;
        string number = System.Text.Encoding.ASCII.GetString(text[..end]).TrimEnd('.');
        return number.Split('.').Length >= requiredParts && PackedVersion.TryParse(number, out PackedVersion version) ? version : null;
    }

    private delegate PackedVersion? Reading(ReadOnlySpan<byte> rest);

    /// <summary>Looks for a text in windows that overlap, so that nothing of the file stays in memory.</summary>
    private static PackedVersion? Find(IMachine machine, string path, ReadOnlySpan<byte> wanted, Reading reading)
    {
        using ByteSource? source = machine.Open(path, out _);
        if (source is null) return null;
        byte[] words = wanted.ToArray();
        return source.Ask($"release of the C library behind {System.Text.Encoding.ASCII.GetString(words.AsSpan().TrimStart((byte)0))}", () => Find(source, words, reading) is { } version ? [version.ToString()] : []) is [var text, ..]
            && PackedVersion.TryParse(text, out PackedVersion found) ? found : null;
    }

    private static PackedVersion? Find(ByteSource source, ReadOnlySpan<byte> wanted, Reading reading)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(Window);
        for (long offset = 0; offset < source.Length; offset += Window - 64)
        {
            ReadOnlySpan<byte> window = buffer.AsSpan(0, source.Read(offset, buffer));
            for (int at = window.IndexOf(wanted); at >= 0;)
            {
                if (reading(window[(at + wanted.Length)..]) is { } version) return version;
                int next = window[(at + 1)..].IndexOf(wanted);
                at = next < 0 ? -1 : at + 1 + next;
            }
        }

        return null;
    }
}
