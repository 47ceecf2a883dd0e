using System.Collections;
using System.Reflection;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Binaries.MachO;
using Assay.Binaries.Pe;
using Assay.Primitives;

namespace Assay.Tests.Binaries;

/// <summary>Asks a file for everything it can be asked for, so that no lazily read table escapes a test of robustness.</summary>
internal static class Touch
{
    /// <summary>Reads bytes and asks for everything. Whatever the bytes are, this must come back without an exception.</summary>
    /// <param name="content">The bytes of a file.</param>
    /// <returns>How many faults were met.</returns>
    public static int Everything(byte[] content)
    {
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(content));
        foreach (BinaryImage image in file.Images)
        {
            foreach (PropertyInfo property in image.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                // What is listed only while it is asked for (exports, sections by kind) is asked for to its end.
                if (property.GetValue(image) is not IEnumerable list) continue;
                foreach (object? _ in list)
                {
                }
            }

            foreach (WantedSymbol symbol in image.WantedSymbols.Take(20)) _ = image.Offers.Find(symbol);
            foreach (WantedSymbol symbol in image.WantedSymbols.Take(3)) _ = image.TextsHandedTo(image is MachOImage ? symbol.Name.TrimStart('_') : symbol.Name);
            _ = image.ReadOnlyData();
            foreach (OfferedSymbol symbol in image.Offers.All.Take(20)) _ = image.Offers.Find(symbol.Name);
            foreach (CodeDirectory directory in (image as MachOImage)?.CodeSignature?.CodeDirectories ?? [])
            {
                _ = directory.ComputeHash();
                _ = directory.FindBadPages();
            }

            foreach (PeManifest manifest in (image as PeImage)?.Manifests ?? []) _ = manifest.Dependencies;
            if (image is not ElfImage elf) continue;
            foreach (ElfRelocation relocation in elf.Relocations) _ = elf.Symbols.Name(elf.Symbols[relocation.SymbolIndex]);
            _ = elf.BytesAt(new VirtualAddress(0x1000), 64);
        }

        _ = BinaryDump.Text(file);
        return file.Faults.Count();
    }
}
