using System.Collections.Immutable;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;
using Assay.Verification.Importing;

namespace Assay.Examination.Verifying;

/// <summary>Has the real interpreter make the imports that were predicted, each in a process of its own, and sets the two answers side by side.</summary>
public static class Verifier
{
    private const int Patience = 60, EmulatedPatience = 300;

    // What decides which files a loader and an interpreter take, and what they do with the processor.
    private static readonly string[] Telling =
    [
        "LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "PYTHONNOUSERSITE", "VIRTUAL_ENV", "CONDA_PREFIX",
        "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NPY_DISABLE_CPU_FEATURES", "GLIBC_TUNABLES", "QEMU_CPU",
    ];

    /// <summary>Predicts, and finds out how the interpreter is run. Executes nothing.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="machine">This machine.</param>
    /// <param name="problem">What is wrong, or null.</param>
    public static VerificationPlan? Prepare(VerificationRequest request, IMachine machine, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(machine);
        problem = request.Of.Targets.Length > 1 ? "verify takes one target: where the imports are made" : null;
        if (problem is not null) return null;

        // What the environment is for by itself: that, and with another processor at most, can be run.
        ExaminationResult own = Examiner.Run(request.Of with { Targets = [], Imports = ["sys"] }, machine);
        if (own.Fault is { } fault || own.Subject is not { Kind: SubjectKind.Environment } subject) return Refuse(own.Fault?.Message ?? "only an environment can be verified", out problem);
        if (subject.Executable is not { } executable) return Refuse($"{subject.Path}: has no interpreter that could be run", out problem);
        Target native = own.Targets[0].Target;
        Target? wanted = request.Of.Targets.FirstOrDefault();
        if (wanted is not null && (wanted.Os != native.Os || wanted.Architecture != native.Architecture || (wanted.Libc != LibcKind.None && wanted.Libc != native.Libc)))
            return Refuse($"--for {wanted.Name}: this environment runs on {native.Name}, and nothing else can be verified with it", out problem);
        string? cpu = request.Cpu ?? wanted?.Cpu;
        if (RunnerChoice.Of(request, executable, native, cpu, machine, HostTarget.Detect(machine), out problem) is not { } runner) return null;

        ExaminationRequest asked = request.Of with { Targets = wanted is null && cpu is not null ? [OtherProcessor(native, cpu)] : request.Of.Targets };
        ExaminationResult prediction = Examiner.Run(asked, machine);
        if (prediction.Fault is { } late) return Refuse(late.Message, out problem);
        PythonEnvironment? environment = Subject.Find(request.Of, new OverlaidMachine(request.Of.Root is { } root ? new RootedMachine(machine, root) : machine, request.Of.Variables, inherits: true)).Environment;
        int seconds = request.Seconds ?? (runner.IsEmulated ? EmulatedPatience : Patience);
        return new VerificationPlan
        {
            Request = request,
            Prediction = prediction,
            Command = runner.Command,
            IsEmulated = runner.IsEmulated,
            Notes = runner.Note is null ? [] : [runner.Note],
            Seconds = seconds,
            Distributions = [.. (environment?.Distributions ?? []).Select(one => $"{one.Name} {one.Version}").Order(StringComparer.OrdinalIgnoreCase)],
            Variables = [.. Telling.Select(name => (name, value: environment?.Machine.EnvironmentVariable(name))).Where(pair => pair.value is not null).Select(pair => $"{pair.name}={pair.value}")],
            Machine = machine,
            Orders = Orders(request.Of, prediction.Targets[0], runner, TimeSpan.FromSeconds(seconds)),
        };
    }

    /// <summary>Makes the imports. Whatever they do to their processes, this returns, and nothing of them is left running.</summary>
    /// <param name="plan">What is run.</param>
    /// <param name="onDone">Told of each import as soon as it and all before it are done; may be called from any thread, by one at a time.</param>
    public static VerificationResult Run(VerificationPlan plan, Action<ImportVerification>? onDone = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ImmutableArray<ImportExamination> predictions = plan.Prediction.Targets[0].Imports;
        ImportVerification?[] done = new ImportVerification?[plan.Orders.Length];
        int told = 0;
        Lock gate = new();
        Parallel.For(0, plan.Orders.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, plan.Request.Jobs) }, number =>
        {
            ImportOutcome outcome = ImportTrial.Run(plan.Orders[number], plan.Machine);
            Agreement agreement = PredictionCheck.Of(predictions[number].Verdict, outcome, plan.Command.Length > 1);

            // What was not run as it would run there contradicts nothing.
            if (agreement == Agreement.Disagreed && !plan.Notes.IsEmpty) agreement = Agreement.NotSettled;
            ImportVerification verification = new(predictions[number], outcome, agreement);
            lock (gate)
            {
                done[number] = verification;
                for (; told < done.Length && done[told] is { } next; told++) onDone?.Invoke(next);
            }
        });
        return new VerificationResult(plan, [.. done.OfType<ImportVerification>()]);
    }

    private static ImmutableArray<ImportOrder> Orders(ExaminationRequest request, TargetExamination target, RunnerChoice runner, TimeSpan patience)
    {
        string[] names = [.. target.Imports.Select(import => import.Verdict.Import)];
        string? learner = names.Contains("sklearn") ? "sklearn" : names.FirstOrDefault(name => name.StartsWith("sklearn.", StringComparison.Ordinal));
        return
        [
            .. names.Select(name => new ImportOrder(name, runner.Command)
            {
                Directory = request.WorkingDirectory ?? "/",
                SeesDirectory = request.WorkingDirectory is not null,
                InheritsVariables = request.Root is null,
                Variables = request.Variables,
                Patience = patience,
                Fits = name == learner,
                IsEmulated = runner.IsEmulated,
            }),
        ];
    }

    // A name that the emulator knows and we do not makes a target whose instructions are not known.
    private static Target OtherProcessor(Target native, string cpu) =>
        TargetName.TryParse($"{TargetName.Format(native)},cpu={cpu}", out Target? target, out _) ? target! : native with { Cpu = cpu, Processor = null, Features = null, IsHost = false };

    private static VerificationPlan? Refuse(string text, out string? problem)
    {
        problem = text;
        return null;
    }
}
