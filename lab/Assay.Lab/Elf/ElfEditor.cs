using System.Buffers.Binary;
using System.Text;

namespace Assay.Lab.Elf;

/// <summary>
/// Changes single fields of a 64-bit little-endian ELF file. Written apart from Assay's own readers, so that a mistake there does not hide itself
/// here. Field names and offsets as in &lt;elf.h&gt;.
/// </summary>
internal sealed class ElfEditor
{
    public ElfEditor(byte[] bytes)
    {
        if (bytes.Length < 64 || bytes[0] != 0x7f || bytes[4] != 2 || bytes[5] != 1) throw new Cases.NotApplicableException("no 64-bit little-endian ELF file");
        this.Bytes = bytes;
        ProgramHeaders = [.. Enumerable.Range(0, this.U16(56)).Select(index => new ProgramHeader(this, (int)this.U64(32) + (index * 56)))];
        ProgramHeader? dynamic = ProgramHeaders.FirstOrDefault(header => header.Type == ElfNames.Dynamic);
        if (dynamic is null) return;
        for (long at = dynamic.Offset; at + 16 <= dynamic.Offset + dynamic.FileSize; at += 16)
        {
            DynamicEntry entry = new(this, (int)at);
            Dynamics.Add(entry);
            if (entry.Tag == 0) break;
        }
    }

    public byte[] Bytes { get; }

    public IReadOnlyList<ProgramHeader> ProgramHeaders { get; }

    public List<DynamicEntry> Dynamics { get; } = [];

    public IEnumerable<ProgramHeader> Loads => ProgramHeaders.Where(header => header.Type == ElfNames.Load);

    public int ProgramHeadersEnd => (int)this.U64(32) + (this.U16(56) * 56);

    public ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes.AsSpan(at));

    public uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(at));

    public ulong U64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes.AsSpan(at));

    public void Put16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Bytes.AsSpan(at), value);

    public void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(at), value);

    public void Put64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Bytes.AsSpan(at), value);

    /// <summary>The first program header of a type.</summary>
    public ProgramHeader Header(uint type) => ProgramHeaders.FirstOrDefault(header => header.Type == type) ?? throw new Cases.NotApplicableException($"no program header of type {type:x}");

    public DynamicEntry? Dynamic(ulong tag) => Dynamics.FirstOrDefault(entry => entry.Tag == tag);

    /// <summary>Where an address lies in the file.</summary>
    public int OffsetOf(ulong address)
    {
        ProgramHeader? load = Loads.FirstOrDefault(header => header.Address <= address && address < header.Address + (ulong)header.FileSize);
        return load is null ? throw new Cases.NotApplicableException("an address outside the file") : (int)(address - load.Address + (ulong)load.Offset);
    }

    /// <summary>A string of the dynamic string table.</summary>
    public string Text(ulong offset)
    {
        int start = this.StringAt(offset);
        return Encoding.UTF8.GetString(Bytes, start, Array.IndexOf(Bytes, (byte)0, start) - start);
    }

    /// <summary>Where a string of the dynamic string table lies in the file.</summary>
    public int StringAt(ulong offset) => this.OffsetOf(this.Required(ElfNames.StringTable)) + (int)offset;

    /// <summary>The dynamic symbols.</summary>
    public IEnumerable<DynamicSymbol> Symbols()
    {
        int table = this.OffsetOf(this.Required(ElfNames.SymbolTable));
        int sections = (int)this.U64(40);
        int count = 0;
        for (int index = 0; index < this.U16(60); index++)
        {
            int section = sections + (index * 64);
            if (section + 64 <= Bytes.Length && this.U32(section + 4) == 11) count = (int)(this.U64(section + 32) / 24);
        }

        for (int index = 1; index < count; index++) yield return new DynamicSymbol(this, table + (index * 24));
    }

    /// <summary>The wanted versions: file offsets of Elf64_Vernaux with the library each is wanted of.</summary>
    public IEnumerable<(int Auxiliary, string Library, string Version)> WantedVersions()
    {
        if (this.Dynamic(ElfNames.VersionNeed) is not { } need) yield break;
        int at = this.OffsetOf(need.Value);
        while (true)
        {
            string library = this.Text(this.U32(at + 4));
            int auxiliary = at + (int)this.U32(at + 8);
            for (int left = this.U16(at + 2); left > 0; left--)
            {
                yield return (auxiliary, library, this.Text(this.U32(auxiliary + 8)));
                auxiliary += (int)this.U32(auxiliary + 12);
            }

            uint next = this.U32(at + 12);
            if (next == 0) yield break;
            at += (int)next;
        }
    }

    /// <summary>The relocations of DT_RELA and DT_JMPREL: file offsets of Elf64_Rela.</summary>
    public IEnumerable<int> Relocations()
    {
        foreach ((ulong table, ulong size) in ((ulong, ulong)[])[(7, 8), (23, 2)])
        {
            if (this.Dynamic(table) is not { } start || this.Dynamic(size) is not { } length) continue;
            int at = this.OffsetOf(start.Value);
            for (int end = at + (int)length.Value; at < end; at += 24) yield return at;
        }
    }

    /// <summary>The hash of versions: the one of DT_HASH.</summary>
    public static uint Hash(string name)
    {
        uint hash = 0;
        foreach (char letter in name)
        {
            hash = (hash << 4) + letter;
            uint high = hash & 0xf0000000;
            hash ^= high >> 24;
            hash &= ~high;
        }

        return hash;
    }

    private ulong Required(ulong tag) => this.Dynamic(tag)?.Value ?? throw new Cases.NotApplicableException($"no dynamic entry {tag}");
}

/// <summary>One Elf64_Phdr, in place.</summary>
internal sealed class ProgramHeader(ElfEditor file, int at)
{
    public uint Type { get => file.U32(at); set => file.Put32(at, value); }

    public uint Flags { get => file.U32(at + 4); set => file.Put32(at + 4, value); }

    public long Offset { get => (long)file.U64(at + 8); set => file.Put64(at + 8, (ulong)value); }

    public ulong Address { get => file.U64(at + 16); set => file.Put64(at + 16, value); }

    public long FileSize { get => (long)file.U64(at + 32); set => file.Put64(at + 32, (ulong)value); }

    public long MemorySize { get => (long)file.U64(at + 40); set => file.Put64(at + 40, (ulong)value); }

    public ulong Alignment { get => file.U64(at + 48); set => file.Put64(at + 48, value); }
}

/// <summary>One Elf64_Dyn, in place.</summary>
internal sealed class DynamicEntry(ElfEditor file, int at)
{
    public ulong Tag { get => file.U64(at); set => file.Put64(at, value); }

    public ulong Value { get => file.U64(at + 8); set => file.Put64(at + 8, value); }
}

/// <summary>One Elf64_Sym, in place.</summary>
internal sealed class DynamicSymbol(ElfEditor file, int at)
{
    public string Name => file.Text(file.U32(at));

    public byte Info { get => file.Bytes[at + 4]; set => file.Bytes[at + 4] = value; }

    public ushort Section { get => file.U16(at + 6); private set => file.Put16(at + 6, value); }

    /// <summary>Takes the definition away: what is left is what a linker writes for an undefined symbol.</summary>
    public void Undefine()
    {
        Section = 0;
        file.Put64(at + 8, 0);
        file.Put64(at + 16, 0);
    }

    public int Binding => Info >> 4;

    public int Type => Info & 15;
}

/// <summary>The numbers of &lt;elf.h&gt; that are used here.</summary>
internal static class ElfNames
{
    public const uint Load = 1, Dynamic = 2, Interpreter = 3, Note = 4, ThreadLocal = 7, GnuStack = 0x6474e551, GnuRelro = 0x6474e552, GnuProperty = 0x6474e553;
    public const ulong Needed = 1, StringTable = 5, SymbolTable = 6, Soname = 14, Rpath = 15, Flags = 30, Runpath = 29, VersionNeed = 0x6ffffffe, Flags1 = 0x6ffffffb, RelaCount = 0x6ffffff9;
}
