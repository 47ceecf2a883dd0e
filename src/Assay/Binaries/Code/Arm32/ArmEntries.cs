using System.Buffers.Binary;
using System.Text;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Binaries.Code.Arm32;

/// <summary>What of a file of 32-bit Arm runs on import: its initialisers, the init function of a module, and the slots of the module's definition.</summary>
internal static class ArmEntries
{
    private const uint R_ARM_RELATIVE = 23;
    private const int MostInitialisers = 1 << 10, MostSlots = 32;

    // PyModuleDef of a Python for 32 bits (Include/moduleobject.h): five words of PyModuleDef_Base, then m_name, m_doc, m_size, m_methods, m_slots.
    private const uint NameAt = 20, SlotsAt = 36;

    /// <summary>What runs when the file is loaded.</summary>
    /// <param name="image">The file.</param>
    public static IEnumerable<(uint Address, string Reason)> Initialisers(ElfImage image)
    {
        if (image.Dynamic.Pointer(ElfConstants.DT_INIT) is { } init) yield return ((uint)init.Address.Value, "DT_INIT");
        if (image.Dynamic.Pointer(ElfConstants.DT_INIT_ARRAY) is not { } array) yield break;
        long count = Math.Min(image.InitArrayCount, MostInitialisers);
        for (uint i = 0; i < count; i++)
            if (Word(image, unchecked((uint)array.Address.Value + (i * 4))) is { } function and not (0 or uint.MaxValue)) yield return (function, "DT_INIT_ARRAY");
    }

    /// <summary>The functions that the definition of a module names to create and to fill it: <c>Py_mod_create</c> and <c>Py_mod_exec</c>.</summary>
    /// <param name="image">The file.</param>
    /// <param name="module">The last part of the module's name.</param>
    public static IEnumerable<(uint Address, string Reason)> Slots(ElfImage image, string module)
    {
        HashSet<uint> pointers = [.. image.Relocations.Where(relocation => relocation.Type == R_ARM_RELATIVE).Select(relocation => (uint)relocation.Target.Value)];
        foreach (uint place in pointers)
        {
            if (place < NameAt || !pointers.Contains(place - NameAt + SlotsAt) || Word(image, place) is not { } name || !IsNamed(image, name, module)) continue;
            if (Word(image, place - NameAt + SlotsAt) is not { } slots) continue;
            for (uint i = 0; i < MostSlots; i++)
            {
                uint at = unchecked(slots + (i * 8));
                if (Word(image, at) is not { } kind || kind == 0 || Word(image, at + 4) is not { } function) break;
                if (kind is 1 or 2 && pointers.Contains(at + 4)) yield return (function, kind == 1 ? "Py_mod_create" : "Py_mod_exec");
            }
        }
    }

    private static bool IsNamed(ElfImage image, uint address, string module)
    {
        const int longest = 256;
        ReadOnlySpan<byte> text = image.BytesAt(new VirtualAddress(address), longest).Span;
        int end = text.IndexOf((byte)0);
        if (end <= 0) return false;
        string name = Encoding.UTF8.GetString(text[..end]);
        return name == module || name.EndsWith("." + module, StringComparison.Ordinal);
    }

    private static uint? Word(ElfImage image, uint address)
    {
        ReadOnlySpan<byte> word = image.BytesAt(new VirtualAddress(address), 4).Span;
        return word.Length == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(word) : null;
    }
}
