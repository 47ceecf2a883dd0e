using Assay.Binaries;
using Assay.Blas;
using Assay.Environments;
using Assay.Examination;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Blas;

/// <summary>One process of the model that imports several modules one after another.</summary>
internal static class LoadedProcess
{
    /// <summary>What makes threads in it.</summary>
    /// <param name="subject">The environment, as its own processes name it.</param>
    /// <param name="root">The root directory it lives in, or null for this machine.</param>
    /// <param name="imports">What is imported: dotted names, or paths of extension modules that are opened by themselves.</param>
    public static ThreadRuntimes Threads(string subject, string? root, params string[] imports)
    {
        IMachine host = new HostMachine();
        IMachine machine = root is null ? host : new RootedMachine(host, root);
        PythonEnvironment environment = Subject.Find(new ExaminationRequest { Subject = subject }, machine).Environment!;
        Target target = EnvironmentTarget.Process(EnvironmentTarget.Of(environment, root is null ? HostTarget.Detect(machine) : null), environment);
        using BinaryStore store = new(machine);
        IExtensionLoader loader = new ExtensionLoaders(environment, target, store).Start();
        ImportWalker walker = new(environment, target);
        foreach (string import in imports)
        {
            if (import.StartsWith('/')) Assert.IsType<ExtensionOutcome.Loaded>(loader.LoadExtension(PosixPath.Name(import).Split('.')[0], import));
            else walker.Walk(import, loader);
        }

        IProcessView view = ((IViewedLoader)loader).View();
        return new ThreadSurveyor(view, machine).Survey(new BlasSurveyor(view, machine, false).Consumers());
    }
}
