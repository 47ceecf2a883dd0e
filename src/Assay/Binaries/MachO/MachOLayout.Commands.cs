using System.Text;
using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

// The load commands, in the order of Apple's linker.
internal sealed partial class MachOLayout
{
    private const string DynamicLinker = "/usr/lib/dyld";
    private const uint LC_MAIN = 0x28 | LC_REQ_DYLD;

    private int commandCount;
    private int bindSize;

    private ByteWriter WriteCommands()
    {
        ByteWriter writer = new(macho.IsBigEndian);
        commandCount = 0;
        foreach (LayoutSegment segment in segments) WriteSegment(writer, segment);
        if (macho.Identity is { } identity) WriteDylib(writer, LC_ID_DYLIB, 1, identity.Name, identity.CurrentVersion, identity.CompatibilityVersion);
        WriteFixups(writer);
        Command(writer, LC_SYMTAB, body => body
            .UInt32((uint)symbolsOffset).UInt32((uint)(definedCount + undefinedCount)).UInt32((uint)stringsOffset).UInt32((uint)strings.Length));
        Command(writer, LC_DYSYMTAB, body => body
            .UInt32(0).UInt32(0).UInt32(0).UInt32((uint)definedCount).UInt32((uint)definedCount).UInt32((uint)undefinedCount).Zeros(12 * 4));
        if (macho.FileType == MH_EXECUTE) WriteText(writer, LC_LOAD_DYLINKER, DynamicLinker);
        if (Uuid() is { } uuid) Command(writer, LC_UUID, body => body.Bytes(uuid.ToByteArray(bigEndian: true)));
        foreach (BuildVersion build in macho.Builds) WriteBuild(writer, build);
        if (macho.FileType == MH_EXECUTE) Command(writer, LC_MAIN, body => body.UInt64((ulong)text.Sections[0].Offset).UInt64(0));
        foreach (LibraryNeed need in macho.Needs) WriteNeed(writer, need);
        foreach (string path in macho.RunPaths) WriteText(writer, LC_RPATH, path);
        foreach ((uint number, byte[] bytes) in macho.Commands) Command(writer, number, body => body.Bytes(bytes));
        if (macho.Signature is not null) Command(writer, LC_CODE_SIGNATURE, body => body.UInt32((uint)signatureOffset).UInt32((uint)signatureSize));
        return writer;
    }

    private void Command(ByteWriter writer, uint number, Action<ByteWriter> write)
    {
        int start = writer.Length;
        writer.UInt32(number).UInt32(0);
        write(writer);
        writer.Align(macho.IsWide ? 8 : 4);
        writer.SetUInt32(start + 4, (uint)(writer.Length - start));
        commandCount++;
    }

    private void WriteSegment(ByteWriter writer, LayoutSegment segment) => Command(writer, macho.IsWide ? LC_SEGMENT_64 : LC_SEGMENT, body =>
    {
        bool wide = macho.IsWide;
        body.Fixed(segment.Name, 16).Word(segment.Address, wide).Word(segment.VirtualSize, wide).Word((ulong)segment.Offset, wide).Word((ulong)segment.FileSize, wide);
        body.UInt32(segment.Maximum).UInt32(segment.Initial).UInt32((uint)segment.Sections.Count).UInt32(segment.Flags);
        foreach (LayoutSection section in segment.Sections)
        {
            body.Fixed(section.Name, 16).Fixed(segment.Name, 16).Word(section.Address, wide).Word(section.Size, wide);
            body.UInt32((uint)section.Offset).UInt32(4).UInt32(0).UInt32(0).UInt32(section.Flags).Zeros(wide ? 12 : 8);
        }
    });

    private void WriteFixups(ByteWriter writer)
    {
        uint exportsSize = (uint)exports.Length;
        if (IsChained)
        {
            Command(writer, LC_DYLD_CHAINED_FIXUPS, body => body.UInt32((uint)fixupsOffset).UInt32((uint)fixups.Length));
            Command(writer, LC_DYLD_EXPORTS_TRIE, body => body.UInt32(exportsSize == 0 ? 0 : (uint)exportsOffset).UInt32(exportsSize));
        }
        else if (macho.Fixups == MachOFixups.Opcodes)
        {
            Command(writer, LC_DYLD_INFO_ONLY, body =>
            {
                body.Zeros(8).UInt32(bindSize == 0 ? 0 : (uint)fixupsOffset).UInt32((uint)bindSize);
                body.UInt32(weakBind.Length == 0 ? 0 : (uint)(fixupsOffset + bindSize)).UInt32((uint)weakBind.Length).Zeros(8);
                body.UInt32(exportsSize == 0 ? 0 : (uint)exportsOffset).UInt32(exportsSize);
            });
        }
    }

    // Where nothing is said, a UUID that tells files apart and stays the same from build to build.
    private Guid? Uuid()
    {
        if (macho.Uuid is { } told) return told == Guid.Empty ? null : told;
        string seed = string.Join('\n', [macho.Identity?.Name ?? "", $"{macho.CpuType}", .. macho.Offers.Select(offer => offer.Name), .. macho.Wants.Select(want => want.Name)]);
        return new Guid(Sha256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16), bigEndian: true);
    }

    private void WriteBuild(ByteWriter writer, BuildVersion build)
    {
        uint minimum = Packed(build.MinimumOs);
        uint sdk = build.Sdk is { } version ? Packed(version) : 0;
        uint legacy = build.Record switch
        {
            "LC_VERSION_MIN_MACOSX" => LC_VERSION_MIN_MACOSX,
            "LC_VERSION_MIN_IPHONEOS" => LC_VERSION_MIN_IPHONEOS,
            "LC_VERSION_MIN_TVOS" => LC_VERSION_MIN_TVOS,
            "LC_VERSION_MIN_WATCHOS" => LC_VERSION_MIN_WATCHOS,
            _ => 0,
        };
        if (legacy != 0)
        {
            Command(writer, legacy, body => body.UInt32(minimum).UInt32(sdk));
            return;
        }

        Command(writer, LC_BUILD_VERSION, body =>
        {
            body.UInt32(build.PlatformNumber).UInt32(minimum).UInt32(sdk).UInt32((uint)build.Tools.Length);
            foreach (BuildTool tool in build.Tools) body.UInt32(tool.Number).UInt32(Packed(tool.Version));
        });
    }

    private void WriteNeed(ByteWriter writer, LibraryNeed need)
    {
        (PackedVersion current, PackedVersion compatible) = (need.CurrentVersion ?? default, need.CompatibilityVersion ?? default);
        uint? plain = need.Flags switch
        {
            NeedFlags.None => LC_LOAD_DYLIB,
            NeedFlags.Weak => LC_LOAD_WEAK_DYLIB,
            NeedFlags.Reexported => LC_REEXPORT_DYLIB,
            NeedFlags.Upward => LC_LOAD_UPWARD_DYLIB,
            NeedFlags.Delayed => LC_LAZY_LOAD_DYLIB,
            _ => null,
        };
        if (plain is { } number)
        {
            WriteDylib(writer, number, 2, need.Name, current, compatible);
            return;
        }

        // Two properties at once: struct dylib_use_command.
        uint use = (need.Flags.HasFlag(NeedFlags.Weak) ? DYLIB_USE_WEAK_LINK : 0) | (need.Flags.HasFlag(NeedFlags.Reexported) ? DYLIB_USE_REEXPORT : 0)
            | (need.Flags.HasFlag(NeedFlags.Upward) ? DYLIB_USE_UPWARD : 0) | (need.Flags.HasFlag(NeedFlags.Delayed) ? DYLIB_USE_DELAYED_INIT : 0);
        Command(writer, LC_LOAD_DYLIB, body => body
            .UInt32(28).UInt32(DYLIB_USE_MARKER).UInt32(Packed(current)).UInt32(Packed(compatible)).UInt32(use).CString(need.Name));
    }

    private void WriteDylib(ByteWriter writer, uint number, uint timestamp, string name, PackedVersion current, PackedVersion compatible) =>
        Command(writer, number, body => body.UInt32(24).UInt32(timestamp).UInt32(Packed(current)).UInt32(Packed(compatible)).CString(name));

    private void WriteText(ByteWriter writer, uint number, string text) => Command(writer, number, body => body.UInt32(12).CString(text));

    private static uint Packed(PackedVersion version) => ((uint)version.Major << 16) | ((uint)version.Minor << 8) | (uint)version.Patch;
}
