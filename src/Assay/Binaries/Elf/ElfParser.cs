using System.Collections.Frozen;
using Assay.Binaries.Description;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>Reads the description of an ELF file. Forgiving about the order of lines; everything left out is ordinary.</summary>
internal static class ElfParser
{
    /// <summary>Words that mean something in front of a version definition's name.</summary>
    public static readonly FrozenSet<string> DefinitionKeywords = new[] { "base", "weak" }.ToFrozenSet(StringComparer.Ordinal);

    public static ElfDescription Parse(IReadOnlyList<DescriptionLine> lines)
    {
        ElfDescription elf = Header(lines[0]);
        bool saysHash = false;
        foreach (DescriptionLine line in lines.Skip(1))
        {
            saysHash |= line.Subject == "hash";
            if (!ReadNames(line, elf) && !ReadNumbers(line, elf) && !ReadSegments(line, elf) && !ReadSymbols(line, elf)) throw line.Wrong("an ELF description has no such line");
            line.End();
        }

        if (!elf.HasDynamic && !saysHash) elf.HasGnuHash = false;
        Complete(elf);
        return elf;
    }

    private static ElfDescription Header(DescriptionLine line)
    {
        ElfMachine? machine;
        if (line.Take("machine"))
        {
            ushort number = (ushort)line.Number64("e_machine");
            ElfClass fileClass = line.Take("class") ? (ElfClass)line.Number64("EI_CLASS") : ElfClass.Elf64;
            machine = ElfMachine.Of(number, fileClass, line.Take("data") ? (ElfData)line.Number64("EI_DATA") : ElfData.LittleEndian);
        }
        else
        {
            string word = line.Name("a machine");
            machine = ElfMachine.Named(word) ?? throw line.Wrong($"`{word}` is not one of {string.Join(", ", ElfMachine.Known.Select(known => known.Name))}, or machine with a number");
        }

        ElfDescription elf = new() { Machine = machine };
        if (line.AtEnd) return elf;
        string type = line.Name("a type");
        line.End();
        (string? known, ushort number2) = ElfWords.Types.FirstOrDefault(candidate => candidate.Word == type);
        if (known is not null) elf.Type = number2;
        else if (type == "pie") elf.Flags1 = ElfConstants.DF_1_PIE;
        else if (DescriptionLine.TryNumber(type, out ulong value) && value <= ushort.MaxValue) elf.Type = (ushort)value;
        else throw line.Wrong($"`{type}` is not one of shared, program, pie, object, core or a number");
        return elf;
    }

    private static bool ReadNames(DescriptionLine line, ElfDescription elf)
    {
        switch (line.Subject)
        {
            case "interp": elf.Interpreter = line.Name("a path"); return true;
            case "soname": elf.Soname = line.Name("a name"); return true;
            case "needs": elf.Needs.Add(line.Name("a library")); return true;
            case "rpath": elf.Rpath = line.Name("a path"); return true;
            case "runpath": elf.Runpath = line.Name("a path"); return true;
            case "code": elf.Code = line.Bytes("the code"); return true;
            case "arm":
                string architecture = line.Name("an architecture of Arm");
                elf.ArmArchitecture = ArmAttributes.NumberOf(architecture) ?? throw line.Wrong($"`{architecture}` is no architecture of Arm such as v6 or v7");
                if (elf.Machine.Number != ElfConstants.EM_ARM) throw line.Wrong("only files for Arm with 32 bits have it");
                return true;
            case "build-id": elf.BuildId = Convert.ToHexStringLower(line.Bytes("the build id")); return true;
            default: return false;
        }
    }

    private static bool ReadNumbers(DescriptionLine line, ElfDescription elf)
    {
        switch (line.Subject)
        {
            case "osabi": elf.OsAbi = (byte)line.Number64("EI_OSABI"); return true;
            case "abi-version": elf.AbiVersion = (byte)line.Number64("EI_ABIVERSION"); return true;
            case "header-flags": elf.HeaderFlags = (uint)line.Number64("e_flags"); return true;
            case "flags": elf.Flags = ElfWords.ReadBits(line, ElfWords.Flags); return true;
            case "flags1": elf.Flags1 = (elf.Flags1 ?? 0) | ElfWords.ReadBits(line, ElfWords.Flags1); return true;
            case "relr": elf.HasRelr = true; return true;
            case "init": elf.HasInit = true; return true;
            case "init-array": elf.InitArrayCount = (int)Math.Min(line.Number64("a count"), 1 << 20); return true;
            case "functions":
                elf.FunctionCount = (int)Math.Min(line.Number64("a count"), 1 << 16);
                elf.FunctionCode = line.Bytes("the code");
                return true;
            case "isa-needed": elf.IsaNeeded = (uint)ElfWords.ReadBits(line, ElfWords.Isa); return true;
            case "isa-used": elf.IsaUsed = (uint)ElfWords.ReadBits(line, ElfWords.Isa); return true;
            case "property": elf.OtherProperties.Add(new ElfProperty((uint)line.Number64("a type"), (uint)line.Number64("a value"))); return true;
            case "mark":
                string tag = line.Name("a tag");
                elf.Marks.Add(Array.Find(ElfDescriber.MarkTags, mark => ElfNames.DynamicTag(mark) == tag) is var found and not 0 ? found : throw line.Wrong($"`{tag}` is no mark"));
                return true;
            case "hash":
                string kind = line.Name("which hash");
                if (kind is not ("gnu" or "sysv" or "both" or "none")) throw line.Wrong($"`{kind}` is not one of gnu, sysv, both, none");
                elf.HasGnuHash = kind is "gnu" or "both";
                elf.HasSystemVHash = kind is "sysv" or "both";
                return true;
            case "dynamic": elf.HasDynamic = !Absent(line); return true;
            default: return false;
        }
    }

    private static bool ReadSegments(DescriptionLine line, ElfDescription elf)
    {
        switch (line.Subject)
        {
            case "relro": elf.HasRelro = !Absent(line); return true;
            case "stack": elf.StackFlags = line.Take("absent") ? null : ElfWords.ReadAccess(line, line.Name("rw, rwx or absent")); return true;
            case "load":
                if (line.Take("absent"))
                {
                    elf.HasLoads = false;
                    return true;
                }

                ulong page = (ulong)elf.Machine.LargestPage;
                if (line.Take("align"))
                {
                    ulong least = line.Number64("an alignment");
                    ulong most = line.Take("to") ? line.Number64("an alignment") : least;
                    if (least != page || most != page) elf.Alignment = (least, most);
                }

                if (line.Take("congruent") && line.Number64("a page size") is var congruent && congruent != page) elf.CongruentPage = (long)congruent;
                return true;
            case "segment":
                uint flags = ElfWords.ReadAccess(line, line.Name("its access"));
                elf.OddLoads.Add(new ElfSegment(0, ElfConstants.PT_LOAD, flags, new FileOffset((long)Value(line, "offset")), new VirtualAddress(Value(line, "address")),
                    Value(line, "file"), Value(line, "memory"), Value(line, "align")));
                return true;
            case "tls":
                ulong size = Value(line, "size");
                ulong initialised = line.Take("file") ? line.Number64("a size") : 0;
                elf.ThreadLocal = new ThreadLocalBlock((long)initialised, (long)size, line.Take("align") ? (long)line.Number64("an alignment") : 8);
                if (line.Take("initial-exec")) elf.InitialExecCount = line.AtEnd ? 1 : (int)Math.Min(line.Number64("a count"), 1 << 20);
                return true;
            default: return false;
        }
    }

    private static bool ReadSymbols(DescriptionLine line, ElfDescription elf)
    {
        switch (line.Subject)
        {
            case "versions":
                ElfDescribedVersions need = new(line.Name("a library"), []);
                do
                {
                    bool isWeak = line.TakeBeforeName("weak");
                    need.Versions.Add((line.Name("a version"), isWeak));
                }
                while (!line.AtEnd);

                elf.VersionNeeds.Add(need);
                return true;
            case "defines":
                bool isBase = line.TakeBeforeName("base"), weak = line.TakeBeforeName("weak");
                string version = line.Name("a version");
                List<string> parents = [];
                while (!line.AtEnd) parents.Add(line.Name("a version"));
                elf.VersionDefinitions.Add(new ElfDescribedDefinition(version, parents, isBase, weak));
                return true;
            case "wants": elf.Wants.Add(Want(line, elf)); return true;
            case "offers": elf.Offers.Add(Offer(line)); return true;
            default: return false;
        }
    }

    private static ElfDescribedWant Want(DescriptionLine line, ElfDescription elf)
    {
        // The words in front of the name may come in any order.
        bool isWeak = false, isUnused = false, isInitialExec = false;
        SymbolKind? kind = null;
        for (int before = -1; before != line.Left;)
        {
            before = line.Left;
            isWeak |= line.TakeBeforeName("weak");
            isUnused |= line.TakeBeforeName("unused");
            isInitialExec |= line.TakeBeforeName("initial-exec");
            kind ??= Kind(line);
        }

        string name = line.Name("a symbol");
        string? version = line.AtEnd ? null : line.Name("a version");
        string? library = version is not null && line.Take("from") ? line.Name("a library") : null;
        if (version is not null) library ??= Provider(version, elf) ?? throw line.Wrong($"say which library `{version}` comes from");
        return new ElfDescribedWant(name, version, library, isWeak, kind ?? SymbolKind.Untyped, isUnused, isInitialExec);
    }

    private static ElfDescribedOffer Offer(DescriptionLine line)
    {
        SymbolKind? kind = Kind(line);
        int binding = line.TakeBeforeName("weak") ? 2 : line.TakeBeforeName("unique") ? 10 : 1;
        kind ??= Kind(line);
        string name = line.Name("a symbol");
        string? version = line.AtEnd ? null : line.Name("a version");
        return new ElfDescribedOffer(name, version, version is not null && line.Take("old"), binding, kind ?? SymbolKind.Function);
    }

    private static SymbolKind? Kind(DescriptionLine line)
    {
        foreach ((string word, SymbolKind kind) in ElfWords.Kinds)
            if (line.TakeBeforeName(word)) return kind;
        return null;
    }

    /// <summary>The library that a version without one must mean: one that a line above names for it, the usual home of a well-known family, or the only need.</summary>
    private static string? Provider(string version, ElfDescription elf) =>
        elf.VersionNeeds.Find(need => need.Versions.Exists(known => known.Name == version))?.File
        ?? version.Split('_')[0] switch
        {
            "GLIBC" => "libc.so.6",
            "GLIBCXX" or "CXXABI" => "libstdc++.so.6",
            "GCC" => "libgcc_s.so.1",
            "GFORTRAN" => "libgfortran.so.5",
            _ => elf.Needs.Count == 1 ? elf.Needs[0] : null,
        };

    private static void Complete(ElfDescription elf)
    {
        foreach (ElfDescribedVersions implied in elf.ImpliedVersionNeeds())
        {
            ElfDescribedVersions? stated = elf.VersionNeeds.Find(need => need.File == implied.File);
            if (stated is null) elf.VersionNeeds.Add(implied);
            else stated.Versions.AddRange(implied.Versions.Where(version => !stated.Versions.Exists(known => known.Name == version.Name)));
        }

        List<ElfDescribedDefinition> definitions = elf.ImpliedVersionDefinitions();
        if (elf.VersionDefinitions.Count == 0) elf.VersionDefinitions.AddRange(definitions);
        else elf.VersionDefinitions.AddRange(definitions.Where(definition => !definition.IsBase && !elf.VersionDefinitions.Exists(known => known.Name == definition.Name)));
        if (elf.ThreadLocal is null && elf.Offers.Exists(offer => offer.Kind == SymbolKind.ThreadLocal)) elf.ThreadLocal = new ThreadLocalBlock(0, 8, 8);
        elf.Marks.Sort();
    }

    private static ulong Value(DescriptionLine line, string word) => line.Take(word) ? line.Number64(word) : throw line.Wrong($"`{word}` and a number are missing");

    private static bool Absent(DescriptionLine line) => line.Take("absent") ? true : throw line.Wrong("only `absent` can be said here");
}
