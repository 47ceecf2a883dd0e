using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Blas;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading;
using Assay.Loading.Dyld;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>How one import went, and what its process holds in the end.</summary>
/// <param name="Walk">How it went.</param>
/// <param name="MacFiles">On macOS the loaded files; else empty.</param>
/// <param name="Process">Its process in the end; null when its loader is not modelled.</param>
internal sealed record ImportRun(ImportWalkResult Walk, ImmutableArray<MacProcessFile> MacFiles, ProcessFacts? Process = null);

/// <summary>Imports one name after another, each in a process image of its own; what was read of files is shared between them.</summary>
internal sealed class ImportRunner(PythonEnvironment environment, Target target, BinaryStore store, string? workingDirectory, NoteStore? notes = null)
{
    private readonly ExtensionLoaders loaders = new(environment, target, store, workingDirectory, notes);
    private readonly ImportWalker walker = new(environment, target, workingDirectory);

    /// <summary>How one import goes. Safe for several threads.</summary>
    /// <param name="import">The dotted name.</param>
    /// <param name="readsAhead">True when nothing else keeps the other processors busy.</param>
    public ImportRun Run(string import, bool readsAhead = false)
    {
        IExtensionLoader loader = loaders.Start();
        ImportWalkResult walk = Doubt.Applied(walker.Walk(import, loader, readsAhead && Environment.ProcessorCount > 1, Prepare), environment, workingDirectory);
        walk = Doubt.OfLayout(walk, environment);
        walk = Doubt.OfArm(walk, loaders.NewerArmCode(loader));
        if (environment is { IsFragment: true, Executable: null }) walk = Doubt.WithoutInterpreter(walk);
        return new ImportRun(walk, MacProcessFile.Of(loader), Known(() => Facts(import, loader)));
    }

    /// <summary>Keeps what was found out about code for later runs.</summary>
    public void KeepNotes() => loaders.KeepNotes();

    // Where a snapshot does not hold what a process would have, nothing is said of the process.
    private static ProcessFacts? Known(Func<ProcessFacts?> facts)
    {
        try
        {
            return facts();
        }
        catch (Exception error) when (NotRecordedException.In(error) is not null)
        {
            return null;
        }
    }

    private ProcessFacts? Facts(string import, IExtensionLoader loader)
    {
        if (loader is not IViewedLoader viewed) return null;
        IProcessView view = viewed.View();
        ImmutableArray<BlasConsumer> consumers = [.. new BlasSurveyor(view, environment.Machine, !environment.CondaPackages.IsEmpty).Consumers()];
        return new ProcessFacts(import, view.Images, consumers)
        {
            Threads = new ThreadSurveyor(view, environment.Machine).Survey(consumers),
            NewerCode = loaders.NewerCode(view.Images),
            NewerArmCode = loaders.NewerArmCode(loader),
        };
    }

    // The store keeps what was read, so the loader finds the header, the needs and the wanted symbols there.
    private void Prepare(string extension)
    {
        if (store.Get(extension, out _) is not { Images: [BinaryImage image] }) return;
        _ = image.Needs;
        _ = image.WantedSymbols;
    }
}
