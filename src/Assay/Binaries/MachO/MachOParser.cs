using System.Collections.Immutable;
using Assay.Binaries.Description;
using Assay.Primitives;
using static Assay.Binaries.MachO.CodeSignatureConstants;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>Reads the description of one Mach-O image. Forgiving about the order of lines; everything left out is ordinary.</summary>
internal static class MachOParser
{
    /// <summary>Reads an image: <c>macho ARCH KIND</c> or <c>slice ARCH KIND</c> and the lines that belong to it.</summary>
    /// <param name="lines">The lines.</param>
    public static MachODescription Parse(IReadOnlyList<DescriptionLine> lines)
    {
        MachODescription macho = Header(lines[0]);
        bool signatureTold = false;
        foreach (DescriptionLine line in lines.Skip(1))
        {
            signatureTold |= line.Subject == "signature";
            if (!ReadCommand(line, macho) && !ReadSegment(line, macho) && !ReadSymbol(line, macho)) throw line.Wrong("a Mach-O description has no such line");
            line.End();
        }

        // macOS runs no unsigned code on Arm; the linker signs what it makes.
        if (macho.IsArm64 && !signatureTold) macho.Signature = new MachODescribedSignature(CS_ADHOC | CS_LINKER_SIGNED, null);
        return macho;
    }

    private static MachODescription Header(DescriptionLine line)
    {
        string architecture = line.Name("an architecture");
        (uint type, uint subtype) = CpuNames.Find(architecture) ?? throw line.Wrong($"`{architecture}` is no architecture; arm64 and x86_64 are");
        string kind = line.Name("a kind");
        MachODescription macho = new()
        {
            CpuType = type,
            CpuSubtype = subtype,
            FileType = MachOWords.Kind(kind) ?? throw line.Wrong($"`{kind}` is not one of bundle, dylib, executable, object or type-N"),
            IsHidden = line.Take("hidden"),
        };
        macho.Flags = macho.UsualFlags;
        line.End();
        return macho;
    }

    private static bool ReadCommand(DescriptionLine line, MachODescription macho)
    {
        switch (line.Subject)
        {
            case "flags":
                macho.Flags = 0;
                while (!line.AtEnd)
                {
                    string name = line.Name("a flag");
                    macho.Flags |= HeaderFlagNames.Find(name) ?? throw line.Wrong($"`{name}` is no flag of a Mach-O header");
                }

                return true;
            case "id":
                string own = line.Name("an install name");
                (PackedVersion current, PackedVersion compatible) = Versions(line);
                macho.Identity = new DylibIdentity(own, current, compatible, default);
                return true;
            case "platform": macho.Builds.Add(Platform(line)); return true;
            case "uuid":
                string uuid = line.Name("a UUID");
                macho.Uuid = uuid == "none" ? Guid.Empty : Guid.TryParse(uuid, out Guid parsed) ? parsed : throw line.Wrong($"`{uuid}` is no UUID");
                return true;
            case "needs": macho.Needs.Add(Need(line)); return true;
            case "rpath": macho.RunPaths.Add(line.Name("a path")); return true;
            case "command":
                uint number = (uint)line.Number64("a command number");
                macho.Commands.Add((number, line.AtEnd ? [] : line.Bytes("the bytes of the command")));
                return true;
            default: return false;
        }
    }

    private static BuildVersion Platform(DescriptionLine line)
    {
        string name = line.Name("a platform");
        uint platform = Platforms.Number(name) ?? throw line.Wrong($"`{name}` is no platform; macos is");
        PackedVersion minimum = Version(line, "the oldest system");
        PackedVersion? sdk = minimum;
        if (line.Take("sdk")) sdk = line.Take("none") ? null : Version(line, "an SDK");
        bool legacy = line.Take("legacy");
        ImmutableArray<BuildTool>.Builder tools = ImmutableArray.CreateBuilder<BuildTool>();
        while (line.Take("tool"))
        {
            string tool = line.Name("a tool");
            tools.Add(new BuildTool(BuildTool.Find(tool) ?? throw line.Wrong($"`{tool}` is no tool; ld and clang are"), Version(line, "its version")));
        }

        if (!legacy) return new BuildVersion("LC_BUILD_VERSION", platform, minimum, sdk, default) { Tools = tools.ToImmutable() };
        uint device = platform > Platforms.DeviceToSimulator + 1 ? platform - Platforms.DeviceToSimulator : platform;
        string record = device switch
        {
            Platforms.MacOs => "LC_VERSION_MIN_MACOSX",
            Platforms.Ios => "LC_VERSION_MIN_IPHONEOS",
            Platforms.Tvos => "LC_VERSION_MIN_TVOS",
            Platforms.Watchos => "LC_VERSION_MIN_WATCHOS",
            _ => throw line.Wrong($"{name} has no legacy command"),
        };
        return new BuildVersion(record, platform, minimum, sdk, default);
    }

    private static LibraryNeed Need(DescriptionLine line)
    {
        NeedFlags flags = NeedFlags.None;
        while (true)
        {
            if (line.TakeBeforeName("weak")) flags |= NeedFlags.Weak;
            else if (line.TakeBeforeName("reexport")) flags |= NeedFlags.Reexported;
            else if (line.TakeBeforeName("upward")) flags |= NeedFlags.Upward;
            else if (line.TakeBeforeName("delayed")) flags |= NeedFlags.Delayed;
            else break;
        }

        string name = line.Name("a library");
        (PackedVersion current, PackedVersion compatible) = Versions(line);
        return new LibraryNeed(name, flags, "LC_LOAD_DYLIB", default) { CurrentVersion = current, CompatibilityVersion = compatible };
    }

    private static (PackedVersion Current, PackedVersion Compatible) Versions(DescriptionLine line)
    {
        PackedVersion current = line.Take("current") ? Version(line, "a version") : default;
        return (current, line.Take("compatible") ? Version(line, "a version") : default);
    }

    private static PackedVersion Version(DescriptionLine line, string what)
    {
        string text = line.Name(what);
        return PackedVersion.TryParse(text, out PackedVersion version) && version is { Major: <= 0xffff, Minor: <= 0xff, Patch: <= 0xff }
            ? version
            : throw line.Wrong($"{what} must be a version such as 14.2, not `{text}`");
    }

    private static bool ReadSegment(DescriptionLine line, MachODescription macho)
    {
        switch (line.Subject)
        {
            case "segment":
                string name = line.Name("a segment");
                macho.Segments.Add(new MachOSegment(name, default)
                {
                    MaximumProtection = Protection(line),
                    InitialProtection = Protection(line),
                    Flags = (line.Take("read-only") ? SG_READ_ONLY : 0) | (line.Take("flags") ? (uint)line.Number64("flags") : 0),
                });
                return true;
            case "section":
                (string segment, string section, string type) = (line.Name("a segment"), line.Name("a section"), line.Name("a type"));
                macho.Sections.Add(new MachOSection(segment, section, default)
                {
                    Flags = MachOWords.SectionType(type) ?? throw line.Wrong($"`{type}` is no section type"),
                    Size = line.Take("size") ? line.Number64("a size") : 0,
                    SliceOffset = line.Take("offset") ? (uint)line.Number64("an offset") : 0,
                });
                return true;
            case "string-pool":
                if (line.Take("remainder")) macho.StringPoolRemainder = (uint)line.Number64("a remainder") % 8;
                return true;
            case "signature":
                macho.Signature = line.Take("none") ? null : Signature(line);
                return true;
            default: return false;
        }
    }

    private static uint Protection(DescriptionLine line)
    {
        string text = line.Name("a protection");
        return MachOWords.Protection(text) ?? throw line.Wrong($"a protection must be like r-x, not `{text}`");
    }

    private static MachODescribedSignature Signature(DescriptionLine line)
    {
        uint flags = line.Take("ad-hoc") ? CS_ADHOC : line.Take("signed") ? 0u : throw line.Wrong("a signature is ad-hoc, signed or none");
        if (line.Take("by-linker")) flags |= CS_LINKER_SIGNED;
        if (line.Take("runtime")) flags |= CS_RUNTIME;
        if (line.Take("flags")) flags |= (uint)line.Number64("flags");
        return new MachODescribedSignature(flags, line.Take("team") ? line.Name("a team") : null);
    }

    private static bool ReadSymbol(DescriptionLine line, MachODescription macho)
    {
        switch (line.Subject)
        {
            case "fixups":
                string fixups = line.Name("a kind of fixups");
                macho.Fixups = MachOWords.Fixups(fixups) ?? throw line.Wrong($"`{fixups}` is not one of opcodes, chained, chained-2, chained-3, classic");
                return true;
            case "wants":
                bool weak = line.TakeBeforeName("weak");
                string wanted = line.Name("a symbol");
                macho.Wants.Add(new BoundSymbol(wanted, Ordinal(line), weak));
                return true;
            case "offers": macho.Offers.Add(Offer(line)); return true;
            default: return false;
        }
    }

    private static int Ordinal(DescriptionLine line)
    {
        if (line.Take("from")) return (int)Math.Min(line.Number64("a library ordinal"), ushort.MaxValue);
        if (line.Take("self")) return BIND_SPECIAL_DYLIB_SELF;
        if (line.Take("main")) return BIND_SPECIAL_DYLIB_MAIN_EXECUTABLE;
        if (line.Take("coalesced")) return BIND_SPECIAL_DYLIB_WEAK_LOOKUP;
        if (!line.AtEnd && !line.Take("flat")) throw line.Wrong("a symbol is wanted from N, self, main, coalesced or flat");
        return BIND_SPECIAL_DYLIB_FLAT_LOOKUP;
    }

    private static MachOExport Offer(DescriptionLine line)
    {
        ulong flags = 0;
        if (line.TakeBeforeName("weak")) flags |= EXPORT_SYMBOL_FLAGS_WEAK_DEFINITION;
        if (line.TakeBeforeName("thread-local")) flags |= EXPORT_SYMBOL_FLAGS_KIND_THREAD_LOCAL;
        else if (line.TakeBeforeName("absolute")) flags |= EXPORT_SYMBOL_FLAGS_KIND_ABSOLUTE;
        string name = line.Name("a symbol");
        if (!line.Take("from")) return new MachOExport(name, flags, new VirtualAddress(0));
        uint ordinal = (uint)line.Number64("a library ordinal");
        return new MachOExport(name, flags | EXPORT_SYMBOL_FLAGS_REEXPORT, null)
        {
            ReexportOrdinal = ordinal,
            ReexportName = line.Take("as") ? line.Name("the name it has there") : name,
        };
    }
}
