using System.Collections.Immutable;
using Assay.Binaries.Code;
using Assay.Binaries.Code.Flow;
using Assay.Imports;
using Assay.Primitives;
using Assay.Targets.Cpu;

namespace Assay.Loading.Instructions;

/// <summary>
/// A loader whose processor may not know every instruction: after each file that is opened it looks at what the process then runs - initialisers of all that was loaded, the init function and
/// what they call, in other files too. What the interpreter had loaded before has run already.
/// </summary>
internal sealed class InstructionCheckingLoader : CheckingLoader
{
    // How many functions of other files one import is followed into.
    private const int MostForeign = 2000;

    private readonly InstructionCheck check;
    private readonly HashSet<string> seen;
    private readonly HashSet<string> atStart;

    /// <summary>Wraps a loader at the start of its process.</summary>
    /// <param name="inner">The loader; one whose process can be looked at.</param>
    /// <param name="check">What the processor lacks.</param>
    public InstructionCheckingLoader(IExtensionLoader inner, InstructionCheck check)
        : base(inner)
    {
        this.check = check;
        atStart = [.. View().Images.Select(image => image.Path)];
        seen = [.. atStart];
    }

    /// <inheritdoc/>
    protected override ExtensionOutcome.Crashes? End(string opened, string? module) =>
        FirstFatal(module is null ? null : opened, module is null ? null : InitFunction.NameOf(module)) is { } fatal ? Dies(fatal, opened, module) : null;

    private FatalInstruction? FirstFatal(string? module, string? function)
    {
        IProcessView view = View();

        // What is needed is initialised before what needs it, and is loaded after it.
        ImmutableArray<LoadedImage> images = view.Images;
        foreach (LoadedImage loaded in images.Reverse())
        {
            if (!seen.Add(loaded.Path) || loaded.Image is not { } image || IsOfSystem(loaded)) continue;
            if (Fatal(view, loaded, check.Of(image).OfInitialisers()) is { } found) return found;
        }

        if (module is null || function is null) return null;
        LoadedImage? own = images.LastOrDefault(loaded => loaded.Name == module || loaded.Path == module);
        return own?.Image is { } file ? Fatal(view, own, check.Of(file).OfModule(function)) : null;
    }

    private FatalInstruction? Fatal(IProcessView view, LoadedImage start, IEnumerable<CodeFindings> roots)
    {
        HashSet<(string, string)> asked = [];
        Queue<(LoadedImage Image, CodeFindings Findings, bool IsConditional)> open = new(roots.Select(root => (start, root, false)));
        while (open.TryDequeue(out (LoadedImage Image, CodeFindings Findings, bool IsConditional) next))
        {
            FileInstructions file = check.Of(next.Image.Image!);
            if (file.Fatal(next.Image.Path, next.Findings, next.IsConditional) is { } fatal) return fatal;
            foreach ((string name, Reach reach) in next.Findings.Foreign)
            {
                if (asked.Count >= MostForeign) break;
                if (IsOfInterpreter(name) || !asked.Add((next.Image.Path, name)) || file.Wanted(name) is not { } wanted) continue;
                if (view.WhoAnswers(next.Image.Path, wanted) is not { State: SymbolProviderState.Found, Image: { Image: { } image } home } || atStart.Contains(home.Path) || IsOfSystem(home)) continue;
                foreach (CodeFindings findings in check.Of(image).OfFunction(name)) open.Enqueue((home, findings, next.IsConditional || reach != Reach.Certain));
            }
        }

        return null;
    }

    private static bool IsOfInterpreter(string name) => name.StartsWith("Py", StringComparison.Ordinal) || name.StartsWith("_Py", StringComparison.Ordinal);

    private static ExtensionOutcome.Crashes Dies(FatalInstruction fatal, string opened, string? module)
    {
        string where = fatal.Function is { } function ? $"`{function}` of {PosixPath.Name(fatal.File)}" : PosixPath.Name(fatal.File);
        string message = $"{where} executes `{fatal.Instruction.Text}` at 0x{fatal.Instruction.Address:x}, which needs {string.Join(" and ", CpuFeatureNames.Of(fatal.Lacking))}";
        LoadFailure failure = new() { Kind = LoadFailureKind.IllegalInstruction, Message = message, Module = module, Opened = opened, Culprit = fatal.File, Symbol = fatal.Function, Instruction = fatal };
        return new ExtensionOutcome.Crashes("SIGILL", Sigill, message, failure);
    }
}
