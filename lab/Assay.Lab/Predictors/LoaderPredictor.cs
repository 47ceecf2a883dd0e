using Assay.Binaries;
using Assay.Environments;
using Assay.Imports;
using Assay.Lab.Referee;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Lab.Predictors;

/// <summary>
/// The loader alone, without the walk through Python's sources: the extensions that the healthy import opens are handed to it one after the other. Tells faults
/// of the loader from those of the walk.
/// </summary>
internal sealed class LoaderPredictor : IPredictor
{
    public Prediction Predict(Question question, string? root)
    {
        try
        {
            Dictionary<string, string?> variables = new() { ["LD_LIBRARY_PATH"] = null, ["LD_PRELOAD"] = null, ["PYTHONPATH"] = null, ["HOME"] = "/nonexistent" };
            foreach ((string name, string value) in question.Variables) variables[name] = value;
            IMachine machine = root is null ? new HostMachine(variables) : new RootedMachine(new HostMachine(), root, question.Variables.ToDictionary());
            if (EnvironmentDiscovery.Find(machine, question.Subject, question.WorkingDirectory).Environment is not { } environment) return Prediction.Faulty("no environment found");
            Target? target = question.ReadTarget() ?? (root is null ? HostTarget.Detect(machine) : HostTarget.OfRoot(machine));
            using BinaryStore store = new(machine);
            IExtensionLoader loader = new ExtensionLoaders(environment, target!, store, question.WorkingDirectory).Start();
            foreach ((string module, string path) in question.Extensions)
            {
                switch (loader.LoadExtension(module, path))
                {
                    case ExtensionOutcome.Raises raises: return new Prediction(Ending.Fails, raises.Exception.TypeName, raises.Exception.Message, null, raises.Certainty.ToString(), [], []);
                    case ExtensionOutcome.Crashes crashes: return new Prediction(Ending.Crashes, null, crashes.Reason, crashes.Signal, null, [], []);
                    case ExtensionOutcome.Undecided undecided: return new Prediction(Ending.Unknown, null, undecided.Reason, null, null, [], []);
                }
            }

            return new Prediction(Ending.Imports, null, null, null, null, [], []);
        }
#pragma warning disable CA1031 // Whatever it throws is the answer: a fault in Assay, to be listed like any other.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Prediction.Faulty(error.ToString());
        }
    }
}
