using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Binaries.MachO;
using Assay.Binaries.Numpy;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading.Instructions;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading.Wheels;

/// <summary>Looks at every binary of a wheel and asks the target's loader about each of them by itself: what is outside the wheel is taken as given.</summary>
public sealed class WheelInspection
{
    private readonly PythonEnvironment environment;
    private readonly Target target;
    private readonly BinaryStore store;
    private readonly ExtensionLoaders loaders;
    private readonly WheelNeeds needs;
    private readonly ArmCheck? arm;
    private readonly Dictionary<string, WheelBinary> binaries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExtensionOutcome.Crashes> crashes = new(StringComparer.Ordinal);

    /// <summary>Inspects a wheel.</summary>
    /// <param name="wheel">The wheel.</param>
    /// <param name="environment">The wheel as the only thing installed.</param>
    /// <param name="target">Where it is to run.</param>
    /// <param name="store">The binaries of the wheel's machine.</param>
    public WheelInspection(WheelSubject wheel, PythonEnvironment environment, Target target, BinaryStore store)
        : this((wheel ?? throw new ArgumentNullException(nameof(wheel))).Machine.Files, environment, target, store)
    {
    }

    /// <summary>Inspects what several wheels hold together.</summary>
    /// <param name="files">Their files, absolute.</param>
    /// <param name="environment">The wheels as all that is installed.</param>
    /// <param name="target">Where it is to run.</param>
    /// <param name="store">The binaries of the machine that has the files.</param>
    internal WheelInspection(IReadOnlyCollection<string> files, PythonEnvironment environment, Target target, BinaryStore store)
    {
        this.environment = environment;
        this.target = target;
        this.store = store;
        loaders = new ExtensionLoaders(environment, target, store);
        needs = new WheelNeeds(environment, files);
        arm = ArmCheck.For(target);
        foreach (string file in files.Where(NativeName.IsOne).Order(StringComparer.Ordinal))
            if (store.Get(file, out _) is { } read && Look(file, read) is { } binary) binaries[file] = binary;
        foreach (WheelBinary extension in binaries.Values.Where(binary => binary.Role == WheelRole.Extension).ToArray()) MarkLibraries(extension);
        foreach (string file in binaries.Keys.ToArray())
            if (binaries[file] is { Role: not WheelRole.Other } binary) binaries[file] = Asked(binary with { Refusal = Refusal(binary) });
    }

    /// <summary>The binaries in the order of their paths.</summary>
    public ImmutableArray<WheelBinary> Binaries => [.. binaries.Values];

    /// <summary>The binary at a path, or null when there is none.</summary>
    /// <param name="path">An absolute path.</param>
    public WheelBinary? At(string path) => binaries.GetValueOrDefault(path);

    /// <summary>The extension modules and all they need, as far as it is in the wheel, seen as one process.</summary>
    public IProcessView View() => new StaticView(
        target.Architecture,
        store,
        binaries.Values.Where(binary => binary.Role == WheelRole.Extension).Select(binary => binary.Path),
        (path, need) => At(path)?.Needs.FirstOrDefault(known => known.Need.Name == need.Name)?.Path).Load();

    /// <summary>
    /// How loading a binary on the target ends when that is certain to go wrong, in its own file or in a library of the wheel that it asks for; null when nothing is known to.
    /// </summary>
    /// <param name="binary">The binary.</param>
    public ExtensionOutcome? EndOf(WheelBinary binary)
    {
        ArgumentNullException.ThrowIfNull(binary);
        foreach (WheelBinary reached in Closure(binary))
        {
            if (reached.Refusal is { } refusal)
            {
                LoadFailure failure = refusal with { Module = binary.Module, Opened = binary.Path };
                return crashes.TryGetValue(reached.Path, out ExtensionOutcome.Crashes? crash) ? crash with { Origin = failure } : Raise(failure);
            }

            if (reached.Needs.FirstOrDefault(need => need.Place == WheelNeedPlace.Absent) is { } absent) return Raise(WheelTexts.Missing(binary, reached, absent, target));
        }

        return null;
    }

    /// <summary>What opening an extension module of the wheel gives, as far as the wheel decides it.</summary>
    /// <param name="module">The dotted name.</param>
    /// <param name="path">The file.</param>
    internal ExtensionOutcome Open(string module, string path)
    {
        if (At(path) is not { } binary) return new ExtensionOutcome.Loaded();
        if (EndOf(binary) is { } end) return end;
        BinaryImage? image = store.Get(path, out _)?.Images.FirstOrDefault(image => image.Architecture == target.Architecture);
        return image is null ? new ExtensionOutcome.Loaded() : new ExtensionOutcome.Loaded { Imports = CompiledImports.Of(image), Names = CompiledNameReader.Of(image, module) };
    }

    /// <summary>The NumPy that a file was built for.</summary>
    /// <param name="path">The file.</param>
    internal NumpyUse NumpyUseOf(string path) => CompiledNameReader.NumpyUseOf(store, path, target.Architecture);

    private static ExtensionOutcome.Raises Raise(LoadFailure failure) => new(new PythonException("ImportError", failure.Message) { Origin = failure }, Certainty.TextMayVary);

    private WheelBinary? Look(string path, BinaryFile file)
    {
        string? module = ModuleOf(path, file);
        if (file.Format == BinaryFormat.Unknown && module is null) return null;
        BinaryImage? image = file.Images.FirstOrDefault(image => image.Architecture == target.Architecture) ?? file.Images.FirstOrDefault();
        return new WheelBinary(path, file.Format, image?.Kind ?? BinaryKind.Other, module is null ? WheelRole.Other : WheelRole.Extension)
        {
            Module = module,
            Slices = [.. file.Images.Select(Slice)],
            Needs = image is null ? [] : needs.Of(path, image),
        };
    }

    // A suffix with a tag is given to extension modules alone; any shared library may end with .so.
    private string? ModuleOf(string path, BinaryFile file)
    {
        if (!path.StartsWith(WheelLayout.Site + "/", StringComparison.Ordinal)) return null;
        string name = PosixPath.Name(path);
        string? suffix = environment.ExtensionSuffixes.FirstOrDefault(suffix => name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal));
        if (suffix is null) return null;
        string relative = path[(WheelLayout.Site.Length + 1)..^suffix.Length];
        if (!relative.Split('/').All(IsIdentifier)) return null;
        string module = relative.Replace('/', '.');
        string function = (file.Format == BinaryFormat.MachO ? "_" : "") + InitFunction.NameOf(module);
        return suffix is not (".so" or ".pyd") || file.Images.Any(image => image.Offers.Find(function).Count > 0) ? module : null;
    }

    private static bool IsIdentifier(string text) => text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(letter => char.IsLetterOrDigit(letter) || letter == '_');

    private WheelSlice Slice(BinaryImage image)
    {
        WheelSlice slice = new(image.Architecture, image is MachOImage named ? named.ArchitectureName : TargetName.ArchitectureName(image.Architecture, image.Platform), image is MachOImage { Start: var start } ? start : default, image.RawMachine)
        {
            MinimumOs = image is MachOImage ? image.MinimumOs : null,
        };
        if (image is not ElfImage elf) return slice;
        foreach (ElfVersionNeed need in elf.VersionNeeds)
        {
            foreach (ElfNeededVersion version in need.Versions)
            {
                if (version.IsWeak || GlibcVersion(version.Name) is not { } number || number <= slice.Glibc) continue;
                slice = slice with { Glibc = number, GlibcName = version.Name, GlibcLibrary = need.File };
            }
        }

        return slice;
    }

    // GLIBC_ABI_DT_RELR is offered from 2.36 on (elf/Versions of glibc).
    private static PackedVersion? GlibcVersion(string name) =>
        name == "GLIBC_ABI_DT_RELR" ? new PackedVersion(2, 36)
        : name.StartsWith("GLIBC_", StringComparison.Ordinal) && name.Length > 6 && char.IsAsciiDigit(name[6]) && PackedVersion.TryParse(name[6..], out PackedVersion version) ? version : null;

    private void MarkLibraries(WheelBinary extension)
    {
        foreach (WheelBinary reached in Closure(extension))
            if (reached.Role == WheelRole.Other) binaries[reached.Path] = reached with { Role = WheelRole.Library };
    }

    private IEnumerable<WheelBinary> Closure(WheelBinary start)
    {
        HashSet<string> seen = [start.Path];
        Queue<WheelBinary> open = new([start]);
        while (open.TryDequeue(out WheelBinary? binary))
        {
            yield return binary;
            foreach (WheelNeed need in binary.Needs)
                if (need.Path is { } path && (need.Need.Flags & NeedFlags.Delayed) == 0 && seen.Add(path) && binaries.TryGetValue(path, out WheelBinary? next)) open.Enqueue(next);
        }
    }

    // The loader above may not come to the code: what the file needs of the system is not there.
    private WheelBinary Asked(WheelBinary binary)
    {
        if (arm is null || store.Get(binary.Path, out _)?.Images.FirstOrDefault(image => image.Architecture == target.Architecture) is not ElfImage image) return binary;
        if (arm.Of(binary.Path, image, binary.Module) is not { } code) return binary;
        if (binary.Refusal is not null || ArmCheckingLoader.EndOf(code, binary.Path, binary.Module) is not { } end) return binary with { ArmCode = code };
        crashes[binary.Path] = end;
        return binary with { ArmCode = code, Refusal = (LoadFailure)end.Origin! };
    }

    private LoadFailure? Refusal(WheelBinary binary)
    {
        ExtensionOutcome outcome = binary.Module is { } module ? loaders.Start().LoadExtension(module, binary.Path) : loaders.Start().LoadLibrary(binary.Path, isGlobal: false);
        object? origin = outcome switch
        {
            ExtensionOutcome.Raises raises => raises.Exception.Origin,
            ExtensionOutcome.Crashes crashes => crashes.Origin,
            _ => null,
        };
        if (origin is LoadFailure failure && IsOwn(failure, binary))
        {
            if (outcome is ExtensionOutcome.Crashes crash) crashes[binary.Path] = crash;
            return failure;
        }

        WheelSlice? slice = binary.Slices.FirstOrDefault(slice => slice.Architecture == target.Architecture);
        return target is { Libc: LibcKind.Glibc, LibcVersion: { } offered } && slice?.Glibc > offered ? WheelTexts.TooNew(binary, slice, offered) : null;
    }

    // What is missing outside the wheel is not the wheel's fault, and is not known to be missing.
    private static bool IsOwn(LoadFailure failure, WheelBinary binary) => (failure.Culprit ?? failure.Opened) == binary.Path && failure.Kind switch
    {
        LoadFailureKind.MissingLibrary or LoadFailureKind.MissingVersion or LoadFailureKind.StaticTls or LoadFailureKind.NotModelled or LoadFailureKind.PermissionDenied => false,
        LoadFailureKind.UndefinedSymbol => failure.Library is { } library && (library.StartsWith("/usr/lib/", StringComparison.Ordinal) || library.StartsWith("/System/", StringComparison.Ordinal)),
        _ => true,
    };
}
