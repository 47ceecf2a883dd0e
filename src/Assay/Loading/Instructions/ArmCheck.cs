using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Assay.Binaries;
using Assay.Binaries.Code.Arm32;
using Assay.Binaries.Elf;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading.Instructions;

/// <summary>
/// Which files of 32-bit Arm need more than a target's processor has. <c>.ARM.attributes</c> raises the question and does not answer it: one part that was compiled for a newer processor, such as those that
/// NumPy chooses among, marks the whole file. So the code is followed, and a file that asks what the processor can do is left alone unless it is compiled for newer ones as a whole. Safe for several threads.
/// </summary>
internal sealed class ArmCheck
{
    private const int OldestDecoded = 6;
    private const uint R_ARM_IRELATIVE = 160;

    // How programs find out what the processor has: the kernel's words, or an attempt whose SIGILL is caught.
    private static readonly string[] Askers = ["getauxval", "__getauxval", "sigsetjmp", "__sigsetjmp"];

    private readonly ConcurrentDictionary<(BinaryImage Image, string? Module), NewerArmCode?> known = new();
    private readonly int version;

    private ArmCheck(int version) => this.version = version;

    /// <summary>The check for a target, or null where it is no 32-bit Arm or the version of its architecture is not known.</summary>
    /// <param name="target">The target.</param>
    public static ArmCheck? For(Target target) => target is { Architecture: Architecture.Arm, ArmVersion: 6 or 7 } ? new ArmCheck(target.ArmVersion.Value) : null;

    /// <summary>What is to be said of a file that is loaded; null for nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="image">Its content.</param>
    /// <param name="module">The dotted name it is imported by; null for a library.</param>
    public NewerArmCode? Of(string path, BinaryImage image, string? module) => known.GetOrAdd((image, module), static (key, at) => at.Check.Judge(at.Path, (ElfImage)key.Image, key.Module), (Check: this, Path: path));

    /// <summary>Of images of a process, those that something was to be said of.</summary>
    /// <param name="images">The images.</param>
    public ImmutableArray<NewerArmCode> Found(IEnumerable<LoadedImage> images)
    {
        HashSet<BinaryImage> loaded = [.. images.Select(each => each.Image).OfType<BinaryImage>()];
        return [.. known.Where(pair => pair.Value is not null && loaded.Contains(pair.Key.Image)).Select(pair => pair.Value!).OrderBy(found => found.File, StringComparer.Ordinal).DistinctBy(found => found.File)];
    }

    private NewerArmCode? Judge(string path, ElfImage image, string? module)
    {
        string function = module is null ? "" : InitFunction.NameOf(module);

        // The answer is short and much is read for it: a snapshot holds the answer.
        string[] told = [.. image.Ask($"code beyond Armv{version} from {function}", () => Look(image, module, function) ?? [])];
        if (told is not [var architecture, var profile, var thumb, var floats, var vectors, var registers, var proof, .. var place]) return null;
        ArmAttributes attributes = new(Number(architecture))
        {
            Profile = profile.Length == 1 ? profile[0] : null,
            Thumb = Number(thumb),
            FloatingPoint = Number(floats),
            Vectors = Number(vectors),
            PassesFloatsInRegisters = registers == "1",
        };
        NewerArmCode code = new(path, attributes, Enum.TryParse(proof, out InstructionProof why) ? why : null);
        return place is [var address, var bytes, var text, var entry, var name] && uint.TryParse(address, CultureInfo.InvariantCulture, out uint at)
            ? code with { Address = at, Bytes = bytes, Text = text, Entry = entry, Function = name.Length == 0 ? null : name }
            : code;
    }

    private static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private string[]? Look(ElfImage image, string? module, string function)
    {
        if (image.ArmAttributes is not { } attributes || !attributes.IsBeyond(version)) return null;
        if (image.Origin is { Source.HoldsCode: false }) throw new NotRecordedException($"the code of {image.Name ?? "a file"}");
        bool asks = image.WantedSymbols.Any(symbol => Askers.Contains(symbol.Name)) || HasResolvers(image) || HasText(image, "/proc/cpuinfo"u8) || HasText(image, "/proc/self/auxv"u8);
        string[] facts =
        [
            Text(attributes.Architecture), $"{attributes.Profile}", Text(attributes.Thumb), Text(attributes.FloatingPoint), Text(attributes.Vectors), attributes.PassesFloatsInRegisters ? "1" : "0",
        ];
        if (version > OldestDecoded) return asks ? null : [.. facts, ""];
        ElfCode code = new(image);
        ArmWalk walk = new(code);
        foreach ((uint address, string reason) in ArmEntries.Initialisers(image)) walk.From(address, reason, ArmResult.Kept);
        if (module is not null && code.FunctionNamed(function) is { } start)
        {
            walk.From((uint)start, function, ArmResult.Zero);
            foreach ((uint address, string reason) in ArmEntries.Slots(image, module[(module.LastIndexOf('.') + 1)..])) walk.From(address, reason, reason == "Py_mod_create" ? ArmResult.Zero : ArmResult.MinusOne);
        }

        if (walk.Certain is { } certain) return [.. facts, nameof(InstructionProof.EveryPath), .. Place(code, certain)];
        bool isWhole = ArmShare.IsWhole(image);
        if (walk.Reached is { } reached && isWhole && !asks) return [.. facts, nameof(InstructionProof.WholeFile), .. Place(code, reached)];
        if (asks && (!isWhole || HasResolvers(image))) return null;
        return (walk.Reached ?? walk.Misread) is { } open ? [.. facts, "", .. Place(code, open)] : [.. facts, ""];
    }

    // The loader tells what the processor has to the functions that pick an implementation. libatomic for version 5 has each function three times, so that it looks like one for version 7 as a whole.
    private static bool HasResolvers(ElfImage image)
    {
        for (int i = 1; i < image.Symbols.Count; i++)
            if (image.Symbols[i] is { IsDefined: true, IsIndirectFunction: true }) return true;
        return image.Relocations.CountOf(R_ARM_IRELATIVE) > 0;
    }

    private static string[] Place(ElfCode code, ArmPlace place)
    {
        ReadOnlySpan<byte> bytes = code.BytesAt(place.Address & ~1u);
        return [Text(place.Address & ~1u), Convert.ToHexStringLower(bytes[..Math.Min(4, bytes.Length)]), place.Text, place.Entry, code.NameAround(place.Address & ~1u) ?? code.NameAround(place.Address | 1) ?? ""];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool HasText(ElfImage image, ReadOnlySpan<byte> words) => image.ReadOnlyData().Span.IndexOf(words) >= 0;
}
