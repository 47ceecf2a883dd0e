using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Binaries.MachO;
using Assay.Binaries.Pe;
using Assay.Primitives;

namespace Assay.Environments;

/// <summary>The binary that holds an interpreter, the program itself or its shared library, and the data that CPython keeps in it.</summary>
internal sealed class InterpreterBinary : IDisposable
{
    private const string InitPrefix = "PyInit_";

    /// <summary>The tables seen have at most 70 entries.</summary>
    private const int MostBuiltins = 1000;

    private readonly ByteSource source;

    private InterpreterBinary(BinaryFile file, ByteSource source, string path)
    {
        File = file;
        this.source = source;
        Path = path;
    }

    /// <summary>The file as its reader sees it.</summary>
    public BinaryFile File { get; }

    /// <summary>The file's path, links followed.</summary>
    public string Path { get; }

    /// <summary>Opens a file; null when it cannot be read or is no binary.</summary>
    public static InterpreterBinary? Open(IMachine machine, string path)
    {
        if (machine.Open(path, out _) is not { } first) return null;
        BinaryFile file = BinaryFiles.Read(first);
        ByteSource? second = file.Images.IsEmpty ? null : machine.Open(path, out _);
        if (second is not null) return new InterpreterBinary(file, second, path);
        file.Dispose();
        return null;
    }

    /// <summary>
    /// Names of modules that are built in. POSIX builds export every <c>PyInit_*</c>; on Windows they are not exported, but the table they stand in is
    /// (<c>PyImport_Inittab</c>, Include/cpython/import.h), and that lists all of <c>sys.builtin_module_names</c>.
    /// </summary>
    public List<string> Builtins() => File.Images[0] switch
    {
        ElfImage elf => [.. InitFunctions(elf)],
        PeImage pe => InitTable(pe),
        BinaryImage other => [.. other.Offers.All.Select(symbol => symbol.Name.TrimStart('_')).Where(name => name.StartsWith(InitPrefix, StringComparison.Ordinal)).Select(name => name[InitPrefix.Length..])],
    };

    /// <summary>The constant <c>Py_Version</c>, which is PY_VERSION_HEX of the running interpreter (3.11 and later); null when it is not exported.</summary>
    public uint? VersionHex() =>
        source.Ask("Py_Version", () => ReadVersionHex() is { } version ? [version.ToString("x8", CultureInfo.InvariantCulture)] : []) is [var text, ..]
        && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint found) ? found : null;

    private uint? ReadVersionHex()
    {
        _ = File.Images[0].Offers.All.Count();
        ReadOnlySpan<byte> bytes = File.Images[0] switch
        {
            ElfImage elf => FindElf(elf, "Py_Version"u8) is { } symbol ? elf.BytesAt(new VirtualAddress(symbol.Value), 8).Span : default,
            MachOImage mac => MachOData(mac, "_Py_Version", 8),
            PeImage pe => pe.Exports.FirstOrDefault(export => export.Name == "Py_Version") is { } export ? PeData(pe, export.Address, 4) : default,
            _ => default,
        };
        if (bytes.Length < 4) return null;

        // The type is unsigned long: 4 bytes on Windows, 8 elsewhere, of which a big-endian machine has the value in the last 4.
        return File.Images[0] is ElfImage { Header.BigEndian: true } ? bytes.Length == 8 ? BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>Looks through the whole file for the text of the version, as interpreters before 3.11 have it; null when it is not there.</summary>
    /// <param name="version">Major and minor version.</param>
    public int? FindMicro(PythonVersion version) =>
        source.Ask($"release of Python {version.Short}", () => SearchMicro(version) is { } micro ? [micro.ToString(CultureInfo.InvariantCulture)] : []) is [var text, ..]
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int found) ? found : null;

    private int? SearchMicro(PythonVersion version)
    {
        const int Window = 1 << 18;
        byte[] wanted = Encoding.ASCII.GetBytes(version.Short + "."), buffer = GC.AllocateUninitializedArray<byte>(Window);
        for (long offset = 0; offset < source.Length; offset += Window - 64)
        {
            ReadOnlySpan<byte> window = buffer.AsSpan(0, source.Read(offset, buffer));
            for (int at = window.IndexOf(wanted); at >= 0;)
            {
                if (at > 0 && window[at - 1] != '.' && !char.IsAsciiDigit((char)window[at - 1]) && MicroAt(window[(at + wanted.Length)..]) is { } micro) return micro;
                int next = window[(at + 1)..].IndexOf(wanted);
                at = next < 0 ? -1 : at + 1 + next;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Dispose();
        source.Dispose();
    }

    private static int? MicroAt(ReadOnlySpan<byte> text)
    {
        int digits = 0, micro = 0;
        while (digits < text.Length && digits < 3 && char.IsAsciiDigit((char)text[digits])) micro = (micro * 10) + text[digits++] - '0';

        // "3.9.18" stands alone or before a pre-release's letter; "3.9.18 (main" is built only when the interpreter runs.
        return digits > 0 && digits < text.Length && (text[digits] is 0 or (byte)'+' or (byte)' ' || char.IsAsciiLetterLower((char)text[digits])) ? micro : null;
    }

    private static List<string> InitFunctions(ElfImage elf)
    {
        List<string> names = [];
        ElfSymbolTable symbols = elf.Symbols;
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            ReadOnlySpan<byte> name = symbol.IsOffered ? symbols.NameBytes(symbol) : default;
            if (name.StartsWith("PyInit_"u8)) names.Add(Encoding.ASCII.GetString(name[InitPrefix.Length..]));
        }

        return names;
    }

    private static ElfSymbol? FindElf(ElfImage elf, ReadOnlySpan<byte> name)
    {
        ElfSymbolTable symbols = elf.Symbols;
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (symbol.IsOffered && symbols.NameBytes(symbol).SequenceEqual(name)) return symbol;
        }

        return null;
    }

    private ReadOnlySpan<byte> MachOData(MachOImage image, string name, int count)
    {
        if (image.Exports.FirstOrDefault(export => export.Name == name)?.Address is not { } address) return default;

        // The trie counts from the start of __TEXT; sections know where they are linked for.
        ulong start = image.Segments.FirstOrDefault(segment => segment.Name == "__TEXT")?.VirtualAddress.Value ?? 0;
        ulong wanted = unchecked(start + address.Value);
        foreach (MachOSection section in image.Sections)
        {
            ulong inside = unchecked(wanted - section.VirtualAddress.Value);
            if (inside < section.Size && !section.IsZeroFill) return source.ReadUpTo(image.Start.Value + section.SliceOffset + (long)inside, count);
        }

        return default;
    }

    private List<string> InitTable(PeImage image)
    {
        List<string> names = [];
        int word = image.Architecture == Targets.Architecture.X86 ? 4 : 8;
        if (image.Exports.FirstOrDefault(export => export.Name == "PyImport_Inittab") is not { } export) return names;
        if (Pointer(image, PeData(image, export.Address, word)) is not { } table) return names;
        for (uint i = 0; i < MostBuiltins; i++)
        {
            if (Pointer(image, PeData(image, new Rva(table.Value + (i * 2 * (uint)word)), word)) is not { } name) break;
            ReadOnlySpan<byte> text = PeData(image, name, 100);
            int end = text.IndexOf((byte)0);
            if (end <= 0) break;
            names.Add(Encoding.ASCII.GetString(text[..end]));
        }

        return names;
    }

    /// <summary>A pointer as stored in the file holds the address at the preferred base (the loader would move it).</summary>
    private static Rva? Pointer(PeImage image, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is not (4 or 8)) return null;
        ulong value = bytes.Length == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return value > image.Header.ImageBase && value - image.Header.ImageBase <= uint.MaxValue ? new Rva((uint)(value - image.Header.ImageBase)) : null;
    }

    private ReadOnlySpan<byte> PeData(PeImage image, Rva address, int count)
    {
        foreach (PeSection section in image.Sections)
        {
            uint inside = unchecked(address.Value - section.Address.Value);
            if (inside < section.RawSize) return source.ReadUpTo((long)section.RawOffset + inside, Math.Min(count, section.RawSize - inside));
        }

        return default;
    }
}
