using System.Text.Encodings.Web;
using System.Text.Json;
using Assay.Binaries;
using Assay.Binaries.Code.Survey;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Cli.Commands;

/// <summary><c>assay show --json</c>: the neutral view of a binary, described by <c>docs/schema/show-1.json</c>.</summary>
internal static class ShowJson
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string path, BinaryFile file, bool code, Stream output)
    {
        using (Utf8JsonWriter writer = new(output, Layout))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 1);
            writer.WriteStartObject("tool");
            writer.WriteString("name", "assay");
            writer.WriteString("version", ProductVersion.Text);
            writer.WriteEndObject();
            writer.WriteString("path", path);
            writer.WriteNumber("length", file.Length);
            writer.WriteString("format", Format(file.Format));
            writer.WriteStartArray("images");
            foreach (BinaryImage image in file.Images) WriteImage(writer, image, code);
            writer.WriteEndArray();

            // Last, because reading the symbol tables may find more of them.
            writer.WriteStartArray("faults");
            foreach (BinaryFault fault in file.Faults) WriteFault(writer, fault);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteImage(Utf8JsonWriter writer, BinaryImage image, bool code)
    {
        writer.WriteStartObject();
        writer.WriteString("format", Format(image.Format));
        writer.WriteString("kind", image.Kind switch
        {
            BinaryKind.Executable => "executable",
            BinaryKind.SharedLibrary => "shared-library",
            BinaryKind.Bundle => "bundle",
            _ => "other",
        });
        writer.WriteString("architecture", TargetName.ArchitectureName(image.Architecture, image.Platform));
        writer.WriteNumber("machine", image.RawMachine);
        writer.WriteString("platform", image.Platform switch
        {
            OperatingSystemKind.Linux => "linux",
            OperatingSystemKind.MacOs => "macos",
            OperatingSystemKind.Windows => "windows",
            OperatingSystemKind.Other => "other",
            _ => "unknown",
        });
        writer.WriteString("minimumOs", image.MinimumOs?.ToString());
        writer.WriteString("name", image.Name);
        writer.WriteStartArray("needs");
        foreach (LibraryNeed need in image.Needs)
        {
            writer.WriteStartObject();
            writer.WriteString("name", need.Name);
            writer.WriteString("record", need.Record);
            writer.WriteNumber("offset", need.Offset.Value);
            writer.WriteBoolean("weak", need.Flags.HasFlag(NeedFlags.Weak));
            writer.WriteBoolean("delayed", need.Flags.HasFlag(NeedFlags.Delayed));
            writer.WriteBoolean("reexported", need.Flags.HasFlag(NeedFlags.Reexported));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("searchPaths");
        foreach (SearchPath path in image.SearchPaths)
        {
            writer.WriteStartObject();
            writer.WriteString("record", path.Record);
            writer.WriteString("path", path.Path);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteSymbols(writer, image);
        if (code) WriteCode(writer, image);
        if (image.ThreadLocal is { } block)
        {
            writer.WriteStartObject("threadLocal");
            writer.WriteNumber("fileSize", block.FileSize);
            writer.WriteNumber("memorySize", block.MemorySize);
            writer.WriteNumber("alignment", block.Alignment);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("threadLocal");
        }

        if (image.ExecutableStack is { } stack) writer.WriteBoolean("executableStack", stack);
        else writer.WriteNull("executableStack");
        writer.WriteEndObject();
    }

    private static void WriteSymbols(Utf8JsonWriter writer, BinaryImage image)
    {
        writer.WriteStartArray("wanted");
        foreach (WantedSymbol symbol in image.WantedSymbols)
        {
            writer.WriteStartObject();
            writer.WriteString("name", symbol.Name);
            writer.WriteString("version", symbol.Version);
            writer.WriteString("library", symbol.Library);
            writer.WriteBoolean("weak", symbol.IsWeak);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("offered");
        foreach (OfferedSymbol symbol in image.Offers.All)
        {
            writer.WriteStartObject();
            writer.WriteString("name", symbol.Name);
            writer.WriteString("version", symbol.Version);
            writer.WriteBoolean("weak", symbol.IsWeak);
            writer.WriteString("forward", symbol.Forward);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCode(Utf8JsonWriter writer, BinaryImage image)
    {
        writer.WriteStartArray("code");
        foreach (CodeNeed need in CodeSurvey.Of(image).Needs)
        {
            writer.WriteStartObject();
            writer.WriteString("feature", CpuFeatureNames.Of(need.Feature));
            writer.WriteNumber("address", need.Instruction.Address);
            writer.WriteString("bytes", Convert.ToHexStringLower(need.Instruction.Bytes.Span));
            writer.WriteString("instruction", need.Instruction.Text);
            writer.WriteBoolean("inFunction", need.IsInFunction);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFault(Utf8JsonWriter writer, BinaryFault fault)
    {
        writer.WriteStartObject();
        writer.WriteNumber("offset", fault.Offset.Value);
        writer.WriteString("record", fault.Record);
        writer.WriteString("expected", fault.Expected);
        writer.WriteString("found", fault.Found);
        writer.WriteEndObject();
    }

    private static string Format(BinaryFormat format) => format switch
    {
        BinaryFormat.Elf => "elf",
        BinaryFormat.MachO => "macho",
        BinaryFormat.Pe => "pe",
        _ => "unknown",
    };
}
