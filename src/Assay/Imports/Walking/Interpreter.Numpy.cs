using Assay.Binaries.Numpy;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports.Finding;
using Assay.Imports.Values;
using Assay.Primitives;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Imports.Walking;

/// <summary>
/// What compiled modules ask of NumPy while they are initialised. Code of Cython first compares the sizes of NumPy's types with those of the headers (<c>__Pyx_ImportType</c>), then its
/// module's code runs and <c>import_array</c> compares the versions of the C interface (numpy/__multiarray_api.h).
/// </summary>
internal sealed partial class Interpreter
{
    private readonly Dictionary<string, NumpyGeneration> generations = new(StringComparer.Ordinal);

    private void CheckNumpy(ModuleSpec spec, CompiledNames names)
    {
        NumpyUse use = names.Numpy;
        if (use.Baseline is not null) CheckBaseline(spec, use.Baseline);
        if (use.Class is NumpyClass.None or NumpyClass.Provider or NumpyClass.Pybind11) return;
        if (!modules.ContainsKey("numpy") && !ImportNumpy(spec, use)) return;
        if (RunningNumpy() is not { } running) return;
        if (running.Major >= 2 && use.ImportsTypes && Generation(spec, use) is { } generation)
        {
            CheckTypes(spec, use, generation, running);
        }
        else if (running.Major >= 2 && use.Class == NumpyClass.FirstHeaders)
        {
            Refuse(spec, names, new NumpyMismatch(spec.Name, spec.File!, NumpyMismatchKind.Generation, use, running));
        }

        if (RunningLevel() is not { } level || Asked(use, running, level) is not { } asked || asked <= level) return;
        Refuse(spec, names, new NumpyMismatch(spec.Name, spec.File!, NumpyMismatchKind.Level, use, running) { Asked = asked, Has = level });
    }

    // NumPy asks what the processor announces before anything else, and ends its own import.
    private void CheckBaseline(ModuleSpec spec, string baseline)
    {
        if (context.Target.Announced is not { } announced) return;
        string[] missing = [.. baseline.Split(' ').Where(word => NumpyBaseline.FeaturesOf(word) is { } asked && !announced.HasAll(asked))];
        if (missing.Length == 0) return;
        InstanceValue exception = NewException(BuiltinTypes.RuntimeError, $"NumPy was built with baseline optimizations: \n({baseline}) but your machine doesn't support:\n({string.Join(' ', missing)}).");
        CpuFeatures needed = missing.Select(word => NumpyBaseline.FeaturesOf(word)!.Value).Aggregate((left, right) => left | right);
        exception.Origin = new NumpyBaseline(spec.Name, spec.File!, baseline, [.. missing], needed - announced);

        // Up to 2.4.2 the list of what is missing ended with its first word (numpy#30922).
        if (missing.Length > 1) exception.Certainty = Certainty.TextMayVary;
        throw Thrown(exception);
    }

    // NumPy is imported by whatever comes first: the types, or the table of functions.
    private bool ImportNumpy(ModuleSpec spec, NumpyUse use)
    {
        if (use.ImportsTypes)
        {
            ImportModule("numpy", spec.Name);
            return true;
        }

        if (FindOnly("numpy") is null && FindByHook("numpy", null, before: false) is null)
        {
            // Code that can do without NumPy may ask for the table only when it is handed an array.
            if (!context.Environment.IsFragment)
                possibilities.Add(new Possibility(NewException(BuiltinTypes.ImportError, RefusalText(use)), $"the compiled code of {spec.Name} asks for NumPy, which is not there", null, true, Chain()));
            return false;
        }

        try
        {
            ImportModule("numpy", spec.Name);
            return true;
        }
        catch (PythonError error)
        {
            // import_array prints what it met and raises an exception of its own.
            InstanceValue exception = NewException(BuiltinTypes.ImportError, RefusalText(use));
            exception.Cause = error.Value;
            exception.Certainty = use.RefusalTexts.Length == 1 ? Certainty.Certain : Certainty.TextMayVary;
            throw Thrown(exception);
        }
    }

    // "Expected 96 from C header, got 88 from PyObject": sizeof(PyArray_Descr) on machines of 64 bits.
    private void CheckTypes(ModuleSpec spec, NumpyUse use, NumpyGeneration generation, PackedVersion running)
    {
        NumpyMismatch mismatch = new(spec.Name, spec.File!, NumpyMismatchKind.TypeSize, use, running);
        if (generation == NumpyGeneration.Second) return;
        InstanceValue exception = NewException(BuiltinTypes.ValueError, "numpy.dtype size changed, may indicate binary incompatibility. Expected 96 from C header, got 88 from PyObject");
        exception.Origin = mismatch;
        if (context.Target.Architecture is not (Architecture.X86_64 or Architecture.Arm64 or Architecture.Arm64E)) exception.Certainty = Certainty.TextMayVary;
        if (generation == NumpyGeneration.First) throw Thrown(exception);
        possibilities.Add(new Possibility(exception, $"nothing tells whether {spec.Name} was compiled for NumPy 1 or for NumPy 2", mismatch, true, Chain()));
    }

    private void Refuse(ModuleSpec spec, CompiledNames names, NumpyMismatch mismatch)
    {
        NumpyUse use = mismatch.Use;
        InstanceValue exception = NewException(BuiltinTypes.ImportError, RefusalText(use));
        exception.Origin = mismatch;

        // The macro prints the exception and raises this one. Code that calls the function behind it does as it likes: it may go on without NumPy.
        if (use.RefusalTexts.IsEmpty && !names.IsCython)
        {
            possibilities.Add(new Possibility(exception, $"NumPy refuses the compiled code of {spec.Name}, which may go on without it", mismatch, true, Chain()));
            return;
        }

        // Between levels of NumPy 1 the size of an array changed too, which code of Cython meets first.
        bool isSure = use.RefusalTexts.Length == 1 && (mismatch.Kind == NumpyMismatchKind.Generation || !use.ImportsTypes || mismatch.Running >= new PackedVersion(1, 22));
        exception.Certainty = isSure ? Certainty.Certain : Certainty.TextMayVary;
        throw Thrown(exception);
    }

    private static string RefusalText(NumpyUse use) => !use.RefusalTexts.IsEmpty ? use.RefusalTexts[0]
        : use.Class == NumpyClass.FirstHeaders ? "numpy.core.multiarray failed to import" : "numpy._core.multiarray failed to import";

    // The level that is asked for; decoded from code only where it could be too high.
    private static int? Asked(NumpyUse use, PackedVersion running, int level) => use.Class switch
    {
        NumpyClass.SecondHeaders when use.Target is { } target => NumpyLevels.Of(target),
        NumpyClass.FirstHeaders when running.Major < 2 && level < NumpyLevels.LastOfFirst => use.Level,
        _ => null,
    };

    private PackedVersion? RunningNumpy() => NumpyVersion() is { } version ? NumpyLevels.Release(version) : null;

    private int? RunningLevel() => NumpyVersion() is { } version ? NumpyLevels.Of(version) : null;

    // What the package says of itself; while that is not there yet, or computed, what was installed.
    private string? NumpyVersion()
    {
        if (modules.GetValueOrDefault("numpy") is not ModuleValue { Spec: { } spec } numpy) return null;
        if (numpy.Globals.Find("__version__") is StringValue { Text: var text }) return text;
        string? folder = spec.Locations.Select(PosixPath.Directory).FirstOrDefault();
        return context.Environment.Distributions.FirstOrDefault(distribution => distribution.NormalizedName == "numpy" && distribution.Location == folder)?.Version;
    }

    // The generation of a file, or of those beside it; null where it does not matter.
    private NumpyGeneration? Generation(ModuleSpec spec, NumpyUse use)
    {
        if (!use.ImportsTypes) return null;
        if (NumpyGenerations.Of(use) is var own && own != NumpyGeneration.Unknown) return own;
        string package = spec.Name.Split('.')[0];
        if (generations.TryGetValue(package, out NumpyGeneration known)) return known;
        NumpyGeneration loaded = NumpyGenerations.Of(compiled.Where(pair => pair.Key.StartsWith(package + ".", StringComparison.Ordinal)).Select(pair => pair.Value.Numpy));
        return generations[package] = loaded != NumpyGeneration.Unknown ? loaded : NumpyGenerations.Of(Siblings(spec).Select(loader.NumpyUseOf));
    }

    // The compiled files of the distribution that a file belongs to; without a record of them those in its directory.
    private IEnumerable<string> Siblings(ModuleSpec spec)
    {
        const int most = 200;
        string file = PosixPath.Normalize(spec.File!);
        foreach (InstalledDistribution distribution in context.Environment.Distributions.Where(each => file.StartsWith(each.Location + "/", StringComparison.Ordinal) && each.TopLevelModules.Contains(spec.Name.Split('.')[0])))
        {
            string[] recorded = [.. distribution.RecordedFiles.Value.Where(IsExtension).Select(each => PosixPath.Normalize(PosixPath.Join(distribution.Location, each))).Take(most)];
            if (recorded.Contains(file)) return recorded;
        }

        string folder = PosixPath.Directory(file);
        return (context.Directories.List(folder)?.Names ?? []).Where(IsExtension).Take(most).Select(name => PosixPath.Join(folder, name));
    }

    private bool IsExtension(string name) => context.Environment.ExtensionSuffixes.Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal));
}
