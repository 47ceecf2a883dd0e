using Assay.Diagnostics;
using Assay.Environments;
using Assay.Fixes;
using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Targets;

namespace Assay.Examination.Repairing;

/// <summary>The plan for another machine than the environment is for: nothing done to this one helps there, so the same packages are installed there, and their wheels are judged for it.</summary>
/// <param name="picker">Where wheels come from; it takes those of the other machine.</param>
/// <param name="python">The Python.</param>
internal sealed class ForeignPlan(WheelPicker picker, PythonBuild python)
{
    /// <summary>Completes a plan.</summary>
    /// <param name="plan">What is known before.</param>
    /// <param name="world">The environment as it is.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<RepairPlan> CompleteAsync(RepairPlan plan, RepairWorld world, CancellationToken cancellation)
    {
        Target target = plan.Target!;
        List<PickedWheel> wheels = [];
        List<string> lacking = [];
        InstalledDistribution[] content = [.. NewEnvironmentContent.Of(world)];
        foreach (InstalledDistribution distribution in content)
        {
            PickedWheel? wheel = await picker.PickAsync(distribution.Name, ["==" + distribution.Version], cancellation).ConfigureAwait(false) ?? await picker.PickAsync(distribution.Name, [], cancellation).ConfigureAwait(false);
            if (wheel is null) lacking.Add(picker.Problems[PackageName.Normalize(distribution.Name)]);
            else wheels.Add(wheel);
        }

        plan = plan with { Reservations = [$"this environment is for another system than {TargetName.Format(target)}; nothing done to it here helps there", .. lacking] };
        if (wheels.Count == 0 || lacking.Count > 0) return plan;
        string interpreter = target.Os == OperatingSystemKind.Windows ? $"py -{python} " : $"python{python} ", program = target.Os == OperatingSystemKind.Windows ? @".venv\Scripts\python" : ".venv/bin/python";
        ExaminationRequest request = plan.Request.Of with { Imports = [.. plan.Before.Where(import => import.Distribution is null || content.Any(distribution => distribution.Name == import.Distribution)).Select(import => import.Verdict.Import)] };
        TargetExamination after = WheelSetExaminer.Judged(request, [.. wheels.Select(wheel => wheel.Subject)], target, python);
        string[] pins = [.. wheels.Select(wheel => ShellText.Word($"{wheel.Title}=={wheel.Version}"))];
        PlannedStep step = new("make the environment there, with the same packages", [$"{interpreter}-m venv .venv", $"{program} -m pip install --only-binary :all:{PlanCommands.Sources(plan.Request.Index)} {string.Join(' ', pins)}"], Applicability.NeedsConsent)
        {
            Codes = [.. plan.Causes.Select(cause => cause.Code).Distinct()],
            Changes = [.. wheels.Select(wheel => new PackageChange(wheel.Title, null, wheel.Version) { File = wheel.File.Filename, Bytes = wheel.Bytes, IsDownload = wheel.IsRemote })],
        };
        return plan with { Steps = [step], After = after.Imports };
    }
}
