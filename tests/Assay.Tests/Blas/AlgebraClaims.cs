using Assay.Binaries;
using Assay.Blas;
using Assay.Environments;
using Assay.Examination;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Blas;

/// <summary>What Assay says of an environment, symbol by symbol.</summary>
internal static class AlgebraClaims
{
    /// <summary>Everything it says.</summary>
    /// <param name="subject">The environment, as its own processes name it.</param>
    /// <param name="root">The root directory it lives in, or null for this machine.</param>
    public static IReadOnlyList<AlgebraClaim> Of(string subject, string? root)
    {
        IMachine host = new HostMachine();
        IMachine machine = root is null ? host : new RootedMachine(host, root);
        ExaminationRequest request = new() { Subject = subject, Root = root };
        PythonEnvironment environment = Subject.Find(request, machine).Environment!;
        Target target = EnvironmentTarget.Process(EnvironmentTarget.Of(environment, root is null ? HostTarget.Detect(machine) : null), environment);
        using BinaryStore store = new(machine);
        ExtensionLoaders loaders = new(environment, target, store);
        List<AlgebraClaim> claims = [];
        foreach (string import in LoaderBindings.AlgebraModules.Split(' '))
        {
            IExtensionLoader loader = loaders.Start();
            _ = new ImportWalker(environment, target).Walk(import, loader);
            foreach (BlasConsumer consumer in new BlasSurveyor(((IViewedLoader)loader).View(), machine, false).Consumers())
                foreach (BlasAnswer answer in consumer.Answers)
                    claims.AddRange(answer.Symbols.Select(symbol => new AlgebraClaim(machine.RealPath(consumer.Path)!, symbol.Stored, answer.Library?.Path, answer.Library?.Implementation.ToString(), answer.Library?.Behind)));
        }

        return claims;
    }
}
