namespace Assay.Binaries.Elf;

/// <summary>Lays out an assembled file and writes it. The tables are made by <see cref="ElfTables"/>; this class knows places and segments.</summary>
internal sealed class ElfLayout
{
    private readonly ElfDescription elf;
    private readonly ElfTables tables;
    private readonly ElfPart headers, interpreter, property, buildId, text, unwind, dynamic, initArray, got, slot, data, threadLocal;
    private readonly ElfPart gnuHash, systemVHash, symbols, strings, versionWords, definitions, needs, relr, relocations;
    private readonly List<ElfPart> code, writable;
    private readonly int wordSize;
    private long codeEnd, writableStart, end, sectionHeaders;
    private ulong codeShift, writableShift;

    public ElfLayout(ElfDescription elf)
    {
        this.elf = elf;
        tables = new ElfTables(elf);
        wordSize = elf.Machine.Class == ElfClass.Elf32 ? 4 : 8;
        headers = new(1, Headers);
        interpreter = new(1, () => elf.Interpreter is null ? [] : [.. System.Text.Encoding.UTF8.GetBytes(elf.Interpreter), 0]);
        property = new(8, tables.PropertyNote);
        buildId = new(4, tables.BuildIdNote);
        gnuHash = new(8, () => elf.HasDynamic && elf.HasGnuHash ? tables.GnuHash() : []);
        systemVHash = new(8, () => elf.HasDynamic && elf.HasSystemVHash ? tables.SystemVHash() : []);
        symbols = new(8, () => elf.HasDynamic ? tables.Symbols(text!.Address, data!.Address) : []);
        strings = new(1, () => elf.HasDynamic ? tables.Strings.ToArray() : []);
        versionWords = new(2, tables.VersionWords);
        definitions = new(8, tables.VersionDefinitions);
        needs = new(8, tables.VersionNeeds);
        relr = new(8, () => elf.HasRelr ? new ElfByteWriter(elf.Machine).Word(slot!.Address).ToArray() : []);
        relocations = new(8, () => elf.HasDynamic ? tables.Relocations(initArray!.Address, got!.Address, text!.Address) : []);
        text = new(16, () => [.. elf.Code ?? elf.Machine.Stub, .. Enumerable.Repeat(elf.FunctionCode, elf.FunctionCount).SelectMany(copy => copy)]);
        unwind = new(4, () => elf.FunctionCount == 0 ? [] : ElfUnwindWriter.Write(elf.Machine, elf.FunctionCount, elf.FunctionCode.Length, unwind!.Address, text.Address + (ulong)(elf.Code ?? elf.Machine.Stub).Length));
        dynamic = new(8, () => elf.HasDynamic ? Dynamic() : []);
        initArray = new(8, () => tables.InitArray(text.Address));
        got = new(8, () => new byte[tables.SlotCount * wordSize]);
        slot = new(8, () => new byte[elf.HasRelr ? 8 : 0]);
        data = new(16, () => new byte[16]);
        threadLocal = new(ThreadLocalAlignment(elf), () => new byte[elf.ThreadLocal?.FileSize ?? 0]);

        // The string table follows the symbols at once: where no hash table tells how many symbols there are, their distance does.
        code = [headers, interpreter, property, buildId, gnuHash, systemVHash, symbols, strings, versionWords, definitions, needs, relr, relocations, text, unwind];
        writable = [dynamic, initArray, got, slot, data, threadLocal];
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] Write()
    {
        Place();
        byte[] sections = elf.ArmArchitecture is { } arm ? ElfSectionWriter.Write(elf.Machine, arm, text, end, out sectionHeaders) : [];
        byte[] file = new byte[end + sections.Length];
        foreach (ElfPart part in code.Concat(writable)) part.Content().CopyTo(file, part.Offset);
        sections.CopyTo(file, end);
        return file;
    }

    private static int ThreadLocalAlignment(ElfDescription elf)
    {
        long alignment = elf.ThreadLocal?.Alignment ?? 1;
        return alignment is > 0 and <= 0x1000 && (alignment & (alignment - 1)) == 0 ? (int)alignment : 1;
    }

    private void Place()
    {
        // Where odd segments are in the way, everything else moves above them.
        ulong largest = (ulong)elf.Machine.LargestPage;
        ulong most = elf.Alignment?.Most ?? largest;
        ulong step = Math.Max(largest, most <= 1 << 30 && (most & (most - 1)) == 0 ? most : 0);
        ulong highest = elf.OddLoads.Where(odd => odd.MemorySize > 0 || odd.FileSize > 0).Select(odd => odd.Address.Value + Math.Max(odd.MemorySize, odd.FileSize)).DefaultIfEmpty(0UL).Max();
        codeShift = highest == 0 ? (elf.Type == ElfConstants.ET_EXEC ? 0x400000UL : 0) : (highest + step - 1) / step * step;
        foreach (ElfPart part in code) codeEnd = part.Place(codeEnd, codeShift);

        // Data is a page further in memory than in the file, so that code and data never share one.
        writableShift = codeShift + (elf.CongruentPage is { } page ? largest + (ulong)page : step);
        writableStart = end = (codeEnd + 15) / 16 * 16;
        foreach (ElfPart part in writable) end = part.Place(end, writableShift);
    }

    private byte[] Headers()
    {
        ElfByteWriter writer = new(elf.Machine);
        List<byte[]> programHeaders = ProgramHeaders();
        int headerSize = wordSize == 8 ? 64 : 52;
        writer.Bytes("\u007fELF"u8).Byte((byte)elf.Machine.Class).Byte((byte)elf.Machine.Data).Byte(1).Byte(elf.OsAbi).Byte(elf.AbiVersion).Align(16);
        writer.Half(elf.Type).Half(elf.Machine.Number).Int(1);
        writer.Word(elf.Type == ElfConstants.ET_EXEC ? text.Address : 0).Word((ulong)headerSize).Word((ulong)sectionHeaders).Int(elf.HeaderFlags);
        writer.Half(headerSize).Half(ElfSegment.SizeOf(wordSize == 8)).Half(programHeaders.Count).Half(sectionHeaders == 0 ? 0 : ElfSectionWriter.EntrySize).Half(sectionHeaders == 0 ? 0 : ElfSectionWriter.Count).Half(sectionHeaders == 0 ? 0 : ElfSectionWriter.Count - 1);
        foreach (byte[] header in programHeaders) writer.Bytes(header);
        return writer.ToArray();
    }

    private List<byte[]> ProgramHeaders()
    {
        List<byte[]> headers = [];
        const uint Read = ElfConstants.PF_R, Write = ElfConstants.PF_W;
        if (elf.Interpreter is not null) Add(ElfConstants.PT_INTERP, Read, interpreter, 1);

        // ld.so wants PT_LOADs in the order of their addresses.
        List<(ulong Address, byte[] Header)> loads = [.. elf.OddLoads.Select(odd => (odd.Address.Value, Header(ElfConstants.PT_LOAD, odd.Flags, (ulong)odd.Offset.Value, odd.Address.Value, odd.FileSize, odd.MemorySize, odd.Alignment)))];
        if (elf.HasLoads)
        {
            ulong largest = (ulong)elf.Machine.LargestPage;
            loads.Add((codeShift, Header(ElfConstants.PT_LOAD, Read | ElfConstants.PF_X, 0, codeShift, (ulong)codeEnd, (ulong)codeEnd, elf.Alignment?.Least ?? largest)));
            ulong size = (ulong)(end - writableStart), start = (ulong)writableStart + writableShift;
            loads.Add((start, Header(ElfConstants.PT_LOAD, Read | Write, (ulong)writableStart, start, size, size, elf.Alignment?.Most ?? largest)));
        }

        headers.AddRange(loads.OrderBy(load => load.Address).Select(load => load.Header));
        if (elf.HasDynamic) Add(ElfConstants.PT_DYNAMIC, Read | Write, dynamic, wordSize);
        if (tables.PropertyNote().Length > 0)
        {
            Add(ElfConstants.PT_NOTE, Read, property, wordSize);
            Add(ElfConstants.PT_GNU_PROPERTY, Read, property, wordSize);
        }

        if (elf.FunctionCount > 0) Add(ElfConstants.PT_GNU_EH_FRAME, Read, unwind, 4);
        if (elf.BuildId is not null) Add(ElfConstants.PT_NOTE, Read, buildId, 4);
        if (elf.ThreadLocal is { } block)
            headers.Add(Header(ElfConstants.PT_TLS, Read, (ulong)threadLocal.Offset, threadLocal.Address, (ulong)block.FileSize, (ulong)block.MemorySize, (ulong)block.Alignment));
        if (elf.StackFlags is { } stack) headers.Add(Header(ElfConstants.PT_GNU_STACK, stack, 0, 0, 0, 0, 16));
        if (elf.HasRelro) Add(ElfConstants.PT_GNU_RELRO, Read, dynamic, 1);
        return headers;

        void Add(uint type, uint flags, ElfPart part, int alignment) => headers.Add(Header(type, flags, (ulong)part.Offset, part.Address, (ulong)part.Size, (ulong)part.Size, (ulong)alignment));
    }

    private byte[] Header(uint type, uint flags, ulong offset, ulong address, ulong fileSize, ulong memorySize, ulong alignment)
    {
        ElfByteWriter writer = new ElfByteWriter(elf.Machine).Int(type);
        if (writer.Wide) writer.Int(flags);
        writer.Word(offset).Word(address).Word(address).Word(fileSize).Word(memorySize);
        if (!writer.Wide) writer.Int(flags);
        return writer.Word(alignment).ToArray();
    }

    private byte[] Dynamic()
    {
        ElfByteWriter writer = new(elf.Machine);
        foreach (string need in elf.Needs) Entry(ElfConstants.DT_NEEDED, tables.Strings.Offset(need));
        Text(ElfConstants.DT_SONAME, elf.Soname);
        Text(ElfConstants.DT_RPATH, elf.Rpath);
        Text(ElfConstants.DT_RUNPATH, elf.Runpath);
        if (elf.HasInit) Entry(ElfConstants.DT_INIT, text.Address);
        Table(ElfConstants.DT_INIT_ARRAY, initArray, ElfConstants.DT_INIT_ARRAYSZ);
        Table(ElfConstants.DT_HASH, systemVHash);
        Table(ElfConstants.DT_GNU_HASH, gnuHash);
        Table(ElfConstants.DT_SYMTAB, symbols);
        Table(ElfConstants.DT_STRTAB, strings, ElfConstants.DT_STRSZ);
        Entry(ElfConstants.DT_SYMENT, wordSize == 8 ? 24UL : 16UL);
        bool addends = elf.Machine.HasAddends;
        if (Table(addends ? ElfConstants.DT_RELA : ElfConstants.DT_REL, relocations, addends ? ElfConstants.DT_RELASZ : ElfConstants.DT_RELSZ))
            Entry(addends ? ElfConstants.DT_RELAENT : ElfConstants.DT_RELENT, (ulong)(wordSize * (addends ? 3 : 2)));
        if (Table(ElfConstants.DT_RELR, relr, ElfConstants.DT_RELRSZ)) Entry(ElfConstants.DT_RELRENT, (ulong)wordSize);
        Table(ElfConstants.DT_VERSYM, versionWords);
        if (Table(ElfConstants.DT_VERDEF, definitions)) Entry(ElfConstants.DT_VERDEFNUM, (ulong)elf.VersionDefinitions.Count);
        if (Table(ElfConstants.DT_VERNEED, needs)) Entry(ElfConstants.DT_VERNEEDNUM, (ulong)elf.VersionNeeds.Count);
        foreach (long mark in elf.Marks) Entry(mark, 0);
        if (elf.Flags is { } flags) Entry(ElfConstants.DT_FLAGS, flags);
        if (elf.Flags1 is { } flags1) Entry(ElfConstants.DT_FLAGS_1, flags1);
        Entry(ElfConstants.DT_NULL, 0);
        return writer.ToArray();

        void Entry(long tag, ulong value) => writer.Word(unchecked((ulong)tag)).Word(value);

        void Text(long tag, string? text)
        {
            if (text is not null) Entry(tag, tables.Strings.Offset(text));
        }

        bool Table(long tag, ElfPart part, long? sizeTag = null)
        {
            int size = part.Content().Length;
            if (size == 0) return false;
            Entry(tag, part.Address);
            if (sizeTag is { } sizeOf) Entry(sizeOf, (ulong)size);
            return true;
        }
    }
}
