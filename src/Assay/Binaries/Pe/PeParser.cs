using System.Collections.Frozen;
using Assay.Binaries.Description;

namespace Assay.Binaries.Pe;

/// <summary>Reads the description of a PE file. Forgiving about the order of lines, except that a symbol belongs to the DLL of its name before it; everything left out is ordinary.</summary>
internal static class PeParser
{
    /// <summary>Words that mean something instead of a symbol's name.</summary>
    public static readonly FrozenSet<string> SymbolKeywords = new[] { "ordinal" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <param name="lines">The lines, <c>pe MACHINE dll</c> or <c>pe MACHINE exe</c> first.</param>
    public static PeDescription Parse(IReadOnlyList<DescriptionLine> lines)
    {
        DescriptionLine first = lines[0];
        string word = first.Name("a machine");
        ushort machine = PeWords.Machine(word) ?? throw first.Wrong($"`{word}` is no machine; x86_64, x86 and arm64 are");
        bool isDll = first.Take("dll") || !first.Take("exe");
        first.End();
        PeDescription pe = new() { Header = PeDescription.Usual(machine, isDll) };
        foreach (DescriptionLine line in lines.Skip(1))
        {
            if (!ReadHeader(line, pe) && !ReadRecord(line, pe) && !ReadSymbol(line, pe)) throw line.Wrong("a PE description has no such line");
            line.End();
        }

        return pe;
    }

    private static bool ReadHeader(DescriptionLine line, PeDescription pe)
    {
        PeHeader header = pe.Header;
        switch (line.Subject)
        {
            case "magic": pe.Header = header with { Magic = Short(line) }; return true;
            case "characteristics": pe.Header = header with { Characteristics = Short(line) }; return true;
            case "linker":
                (ushort major, ushort minor) = TwoNumbers(line);
                pe.Header = header with { LinkerVersion = ((byte)major, (byte)minor) };
                return true;
            case "os-version": pe.Header = header with { OperatingSystemVersion = TwoNumbers(line) }; return true;
            case "subsystem-version": pe.Header = header with { SubsystemVersion = TwoNumbers(line) }; return true;
            case "subsystem": pe.Header = header with { Subsystem = Short(line) }; return true;
            case "image-base": pe.Header = header with { ImageBase = line.Number64("an address") }; return true;
            case "dll-characteristics": pe.Header = header with { DllCharacteristics = Short(line) }; return true;
            case "timestamp": pe.Header = header with { Timestamp = (uint)line.Number64("a time") }; return true;
            case "checksum": pe.Header = header with { Checksum = (uint)line.Number64("a checksum") }; return true;
            default: return false;
        }
    }

    private static bool ReadRecord(DescriptionLine line, PeDescription pe)
    {
        switch (line.Subject)
        {
            case "name": pe.Name = line.Name("a name"); return true;
            case "tls":
                ulong size = line.Take("size") ? line.Number64("a size") : 0;
                ulong file = line.Take("file") ? line.Number64("a size") : 0;
                ulong alignment = line.Take("align") ? line.Number64("an alignment") : 1;
                if (size > PeAssembler.SizeLimit || file > size) throw line.Wrong($"a size of at most {PeAssembler.SizeLimit}, of which `file` is a part");
                pe.ThreadLocal = new ThreadLocalBlock((long)file, (long)size, (long)alignment);
                return true;
            case "load-config":
                uint length = line.Take("size") ? (uint)line.Number64("a size") : 320;
                uint guard = line.Take("guard") ? (uint)line.Number64("flags") : 0;
                ushort dependent = line.Take("dependent") ? Short(line) : (ushort)0;
                pe.LoadConfig = new LoadConfig(length, dependent, guard, line.Take("chpe") ? line.Number64("an address") : 0);
                return true;
            case "version":
                Version version = FourNumbers(line);
                pe.Version = new FixedFileVersion(version, line.Take("product") ? FourNumbers(line) : version);
                return true;
            case "manifest": pe.Manifests.Add(new PeManifest((uint)line.Number64("an id"), line.Name("the text of the manifest"))); return true;
            case "pdb": pe.PdbPaths.Add(line.Name("a path")); return true;
            case "certificate": pe.CertificateSize = (uint)Math.Min(line.Number64("a size"), PeAssembler.SizeLimit); return true;
            default: return false;
        }
    }

    private static bool ReadSymbol(DescriptionLine line, PeDescription pe)
    {
        switch (line.Subject)
        {
            case "needs": pe.Imports.Add(new PeDescribedImport(line.Name("a DLL"), false)); return true;
            case "delay-needs": pe.Imports.Add(new PeDescribedImport(line.Name("a DLL"), true)); return true;
            case "wants":
                string symbol = line.Take("ordinal") ? $"#{Short(line)}" : line.Name("a symbol");
                if (!line.Take("from")) throw line.Wrong("a symbol is wanted from a DLL");
                Import(pe, line.Name("a DLL")).Symbols.Add(symbol);
                return true;
            case "offers": pe.Offers.Add(Offer(line, pe)); return true;
            default: return false;
        }
    }

    // Two descriptors may name one DLL: a symbol belongs to the nearest before it. A DLL that was not spoken of yet is needed from here on.
    private static PeDescribedImport Import(PeDescription pe, string dll)
    {
        PeDescribedImport? known = pe.Imports.FindLast(import => string.Equals(import.DllName, dll, StringComparison.OrdinalIgnoreCase));
        if (known is not null) return known;
        PeDescribedImport made = new(dll, false);
        pe.Imports.Add(made);
        return made;
    }

    private static PeExport Offer(DescriptionLine line, PeDescription pe)
    {
        uint ordinal = pe.Offers.Count == 0 ? 1 : pe.Offers[^1].Ordinal + 1;
        string? name = null;
        if (line.Take("ordinal"))
        {
            ordinal = Short(line);
        }
        else
        {
            name = line.Name("a symbol");
            if (line.Take("ordinal")) ordinal = Short(line);
        }

        return new PeExport(name, ordinal, default, line.Take("to") ? line.Name("a forwarder") : null);
    }

    private static ushort Short(DescriptionLine line)
    {
        ulong value = line.Number64("a number");
        return value <= ushort.MaxValue ? (ushort)value : throw line.Wrong($"{value} is more than 16 bits");
    }

    private static (ushort Major, ushort Minor) TwoNumbers(DescriptionLine line)
    {
        string text = line.Name("a version");
        string[] parts = text.Split('.');
        return parts.Length == 2 && ushort.TryParse(parts[0], out ushort major) && ushort.TryParse(parts[1], out ushort minor)
            ? (major, minor)
            : throw line.Wrong($"a version must be two numbers such as 6.0, not `{text}`");
    }

    private static Version FourNumbers(DescriptionLine line)
    {
        string text = line.Name("a version");
        return Version.TryParse(text, out Version? version) && version is { Build: >= 0, Revision: >= 0 } && text.Split('.').All(part => ushort.TryParse(part, out _))
            ? version
            : throw line.Wrong($"a version must be four numbers such as 14.40.33810.0, not `{text}`");
    }
}
